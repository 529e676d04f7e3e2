"""Sentences of prose, in families: `|` marks where one ends and the next begins.

Written for this project. `\\n` is a line end; the white space at a mark belongs to neither side; at `¦` there is none.
"""

CASES = {
    "plain": """
        The talks ended. | Nobody spoke.
        It rained! | We left. | Did you see it?
        Really?! | Yes!! | Then go.
        He came; he saw: he left.
        One sentence without a full stop
    """,
    "titles": """
        Mr. Harlow met Mrs. Finch and Dr. Osei. | They agreed.
        Gen. Carla Ruiz spoke to Lt. Col. Ben Adeyemi on Monday.
        We asked Prof. Lindqvist. | She declined.
        Sen. Ortiz and Reps. Hale and Moss voted no. | The bill fell.
        St. Albans lies north of London. | Mt. Kenya does not.
        Rev. Dr. Amos Bell died. | He was 80.
        I called Capt. Nemo, not Gov. Price.
    """,
    "initials": """
        George W. Bush’s aides left. | The room was empty.
        J. R. R. Tolkien wrote it. | J.K. Rowling did not.
        Mary A. Lopez and E. B. White were there. | They left.
        The prize went to S. Okafor. | He smiled.
        Was it Plan B? | No.
        He got ill. | Nobody knew.
    """,
    "abbreviations": """
        U.S. President Lena Ford’s plane landed. | It was late.
        He moved to the U.S. | The family followed.
        U.S.-led troops and U.N. officials met at 5 p.m. on Friday.
        They met at 5 p.m. | The doors were shut.
        Were Jane and co. there? | They were.
        Acme Inc. bought Foo Ltd. and Bar Corp. last year.
        She works for Acme Inc. | It makes anvils.
        Use a tool, e.g. a saw, i.e. something sharp, etc. and go.
        Bring apples, pears, etc. | Then wait.
        Smith v. Jones and Roe vs. Wade were cited.
        Moreau et al. (2009) found it. | Others agree.
        Approx. 5 kg, incl. the box.
        Washington, D.C. is hot. | So is Rome.
        Her Ph.D. thesis was long. | Nobody read it.
        John Smith Jr. sat next to Paul Jones Sr. | They talked.
    """,
    "numbers": """
        It cost $3.50. | He paid 4.25.
        Growth was 2.5 per cent. | Prices rose 1,000.75 points.
        See No. 5 and Fig. 3 on pp. 12-14. | Then go on.
        He said no. | She said yes.
        On Jan. 3 and Sept. 11, 2001. | It was cold.
        Version 2.0.1 is out. | Use it.
        He was born c. 1820 in Bath. | He died there.
        He was born in 1950. | 2005 was his last year.
        The ratio is .5 or less. | Fine.
    """,
    "ellipses": """
        Well... maybe not. | We shall see.
        Well… maybe not. | We shall see.
        He waited... | The phone rang.
        "I think ..." he began.
        Wait .... please.
    """,
    "quotes": """
        “Why?” he asked. | Nobody knew.
        "Stop!" she cried. | They stopped.
        “We left.” | “Why?” | “It rained.”
        He said: “I will go.” | Then he went.
        ‘It is over.’ | She sat down.
        "Is it true?" | "It is."
        She wrote "The End." | Then she slept.
        «C’est fini.» | Il partit.
    """,
    "brackets": """
        He left (at last). | She stayed.
        He left. | (She stayed.) | They met again.
        It was known (see Fig. 2). | Others doubted it.
        The film (What Now?) was long. | We slept.
        It is so. [4] | Others say not. [5, 6] | Who knows?
        It is so.[4] | Others say not.
        (What? | No.)
    """,
    "datelines": """
        BAGHDAD (Reuters) – Two men met. | They left.
        LONDON, Jan. 5 (AP) — The pound fell. | Shares rose.
        WASHINGTON -- The senator spoke. | Nobody heard.
        PARIS: The strike ended. | Trains ran.
    """,
    "lists": """
        1. Open the box. | 2. Close it.
        1. Open the box\\n | 2. Close it
        a. Red | \\nb. Blue
        (1) One thing. | (2) Another.
        • 9. One thing\\n | • 10. Another thing
        - One thing\\n | - Another thing
        • One thing\\n | • Another thing
    """,
    "headings": """
        ROADSIDE BOMBS\\n\\n | The army said so. | It left.
        A Title Without a Stop\\n\\n | Text begins here.
        First paragraph\\n\\n | second paragraph
        Share this:\\n | Read more\\n | Tags: a, b
        A line.\\r\\n | Another.
        One.\\u2029 | Two.
    """,
    "wrapped": """
        The committee met on Tuesday to discuss the\\nbudget for next year. | It did not agree on\\nanything at all, said its chairman Mr.\\nHarlow, who left early.
        The committee met on Tuesday to discuss the\\nbudget for next year. | The chairman, who had\\nnot slept, left early. | \\n\\nA new paragraph begins.
    """,
    "web": """
        i went home. | it was late. | nobody cared
        It works great.¦Then it broke. | Sad.
        See http://a.example/b.Html?c=d. | It helps.
        See http://a.example/?Q=x!Y for more.
        Thanks :) | See you soon!
        Great food! | great staff too
        One story. | *** | Another story.
        Mail me at a.b@c.example. | Thanks.
        I use Yahoo! and Bing.
        Use Node.js and file.txt today. | Good.
    """,
    "scripts": """
        今天下雨。 | 我们走了。 | 真的吗？ | 是的！
        日本です。 | はい。
        यह एक वाक्य है। | यह दूसरा है।
        هل هذا صحيح؟ | نعم.
        Это так. | Нет, не так!
        Είναι αλήθεια. | Ναι.
    """,
}
