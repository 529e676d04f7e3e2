"""Sentences of prose, in families: `|` marks where one ends and the next begins.

Written for this project. `\\n` is a line end; the white space at a mark belongs to neither side; at `¦` there is none.
"""

import re
import textwrap

CASES = {
    "plain": """
        The talks ended. | Nobody spoke.
        It rained! | We left. | Did you see it?
        Really?! | Yes!! | Then go.
        You are where?? | Berlin. | I am not.
        What!? | Again?
        He came; he saw: he left.
        One sentence without a full stop
        The café closed. | Élodie wept.
        It was over. | "Good," he said. | He left.
        It is what it is. | What it was, nobody knows.
    """,
    "titles": """
        Mr. Harlow met Mrs. Finch and Dr. Osei. | They agreed.
        Gen. Carla Ruiz spoke to Lt. Col. Ben Adeyemi on Monday.
        We asked Prof. Lindqvist. | She declined.
        Sen. Ortiz and Reps. Hale and Moss voted no. | The bill fell.
        St. Albans lies north of London. | Mt. Kenya does not.
        Rev. Dr. Amos Bell died. | He was 80.
        I called Capt. Nemo, not Gov. Price.
        Messrs. Wu and Lang agreed. | Mmes. Roy and Petit did not.
        He left it to Ms. Okoye. | She sold it.
        Did Dr. Who call? | No, Mr. Nobody did.
        (Mr. Harlow was late.) | "Mrs. Finch was not."
        We climbed Mt. Elbert and drove to Ft. Collins. | It snowed.
        He did ten reps. | She did twelve.
        That hon. member is wrong.
        Maj. Gen. Sir Harold Pink and Brig. Gen. Lee met Adm. Stone.
    """,
    "initials": """
        George W. Bush’s aides left. | The room was empty.
        J. R. R. Tolkien wrote it. | J.K. Rowling did not.
        Mary A. Lopez and E. B. White were there. | They left.
        The prize went to S. Okafor. | He smiled.
        Was it Plan B? | No.
        He got ill. | Nobody knew.
        My cousin Peter I. Novak paints. | I do not.
        She is older than I. | Peter is younger.
        Nobody knew it but you and I. | Did she tell you?
        Harry S. Truman won. | Dewey lost.
        C. S. Lewis and D.H. Lawrence never met.
        She got an A. | He got a B. | They both passed.
        He voted for Plan A. | The others voted for Plan B.
        The case of A. v. B. was dismissed.
    """,
    "abbreviations": """
        U.S. President Lena Ford’s plane landed. | It was late.
        He moved to the U.S. | The family followed.
        U.S.-led troops and U.N. officials met at 5 p.m. on Friday.
        Were Jane and co. there? | They were.
        She asked Tom and co. | They had no idea.
        Acme Inc. bought Foo Ltd. and Bar Corp. last year.
        She works for Acme Inc. | It makes anvils.
        He left Lamb, Stone & Co. in May. | It went under in June.
        The lawyers at Lamb, Stone & Co. | They never sleep.
        Use a tool, e.g. a saw, i.e. something sharp, etc. and go.
        Bring apples, pears, etc. | Then wait.
        Smith v. Jones and Roe vs. Wade were cited.
        Moreau et al. (2009) found it. | Others agree.
        Approx. 5 kg, incl. the box.
        Washington, D.C. is hot. | So is Rome.
        Her Ph.D. thesis was long. | Nobody read it.
        John Smith Jr. sat next to Paul Jones Sr. | They talked.
        That was Ted Hill Jr.'s car. | He sold it.
        The dept. head said so. | The govt. denied it.
        She has a B.A. and an M.B.A. from Leeds. | He has neither.
        The E.U. Commission fined it. | It paid.
        We live in the E.U. | Where do you live?
        They flew to the U.S.S.R. in 1985. | It was cold.
        Sen. Jane Roe (D-Calif.) spoke. | Rep. Al Poe (R-Tex.) slept.
        She lives on 9th Ave. near the park. | He lives on Elm St. | They walk.
        The est. cost is high, cf. the table. | See below.
        He fell approx. two metres. | It hurt.
        Turn left onto Park Rd. and stop. | You are there.
        The firm, founded by R.J. Poe Sr., closed.
        P.S. Call me. | Love, Ann
    """,
    "clock": """
        They met at 5 p.m. | The doors were shut.
        They met at 5 p.m. Monday. | It was late.
        The train left at 6 a.m. | Nobody was on it.
        At 7 a.m. Mrs. Finch woke up. | She went out at 8 A.M. | Mrs. Finch came back at noon.
        The game starts at 8 p.m. ET on Sunday. | Be there.
        Lunch is at 12.30 p.m. in the hall.
        By 9 p.m. Harlow had gone. | We stayed.
        He called at 10:15 a.m. | Dr. Osei picked up.
        It closed at 6 p.m. local time. | We missed it.
        The bus comes at 3:45. | It is late. | The last one is at 11:10.
    """,
    "numbers": """
        It cost $3.50. | He paid 4.25.
        She paid $200.00. | He paid nothing.
        Growth was 2.5 per cent. | Prices rose 1,000.75 points.
        See No. 5 and Fig. 3 on pp. 12-14. | Then go on.
        Look at p. 17. | Then at vol. 3, chap. 2.
        He said no. | She said yes.
        On Jan. 3 and Sept. 11, 2001. | It was cold.
        Version 2.0.1 is out. | Use it.
        He was born c. 1820 in Bath. | He died there.
        He was born in 1950. | 2005 was his last year.
        The ratio is .5 or less. | Fine.
        Nº. 77.120.4 is the key. | Keep it.
        They lost 35. | The others lost 12.
        See sec. 4.2.1. | It explains it.
        He came 2nd. | She came 1st.
        It weighs 5 lb. | The other weighs 7 oz.
        The temperature fell to -3.5. | We froze.
        They met on 12.10.2019. | It rained.
        About 3% left. | The rest stayed.
    """,
    "ellipses": """
        Well... maybe not. | We shall see.
        Well… maybe not. | We shall see.
        He waited... | The phone rang.
        "I think ..." he began.
        Wait .... please.
        It was never like this.... | He shut the door.
        The road goes on . . . and on. | We stopped.
        I am, how shall I put . . . I have no word for it.
        He gave it up. | . . . Nobody asked why.
        It ended there . . . . | Another thing began.
        He wrote that "nothing is ever lost. . . ."
        "Rain [...] falls on the just [...]" (Poe 12). | It does.
        ...and so it began. | Nobody noticed.
        To be continued...
        She said [...] nothing. | We left.
        It was fun…but it ended. | So we left.
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
        He told her, "It is done." she wrote later.
        He told her, 'It is done.' she wrote later.
        She called it "a mess". | He called it "fun".
        He said, “No.” | “Yes,” she said.
        “I know,” he said. | “You told me.”
        "Come in," said the man, "and sit." | We sat.
        'Tis late. | 'Twas fun.
        The ’90s were odd. | The ’80s were odder.
        She asked, “Who’s there?” | Nobody answered.
        It is the dogs’. | The cats’ is there.
        "Go!" | "No!"
        „Ja.“ | „Nein.“
    """,
    "brackets": """
        He left (at last). | She stayed.
        He left. | (She stayed.) | They met again.
        It was known (see Fig. 2). | Others doubted it.
        The film (What Now?) was long. | We slept.
        (What? | No.)
        She paints houses (She once sold one to a king.) in her spare time.
        He left [at last]. | She stayed.
        It was late. | [Laughter] He went on.
        They sold it (in 1990). | It burned down.
        He smiled (or tried to!). | She did not.
        It is true (a). | It is false (b).
        She sang. | (applause)
    """,
    "citations": """
        It is so. [4] | Others say not. [5, 6] | Who knows?
        It is so.[4] | Others say not.
        It is so.[4][5] | Others say not.[12–14] | The rest is open.
        He wrote it in 1805. [19] | His lack of care was known.
        It was shown [3]. | It was denied [4], [5].
        As Poe (2001) and Roe et al. (2003, p. 7) show. | It holds.
        She said "no." [6] | He left.
        It is a right. 4 | Even so, few know it.
        (Poe, 2001; Roe, 2003). | It holds.
        See ref. 12. | It is long.
    """,
    "datelines": """
        BAGHDAD (Reuters) – Two men met. | They left.
        LONDON, Jan. 5 (AP) — The pound fell. | Shares rose.
        WASHINGTON -- The senator spoke. | Nobody heard.
        PARIS: The strike ended. | Trains ran.
        ST. LOUIS (AP) — The river rose. | It fell.
        SPRINGFIELD, Ill. — The mayor quit. | Nobody cared.
        TOKYO, Sept. 3 – Stocks rose. | Bonds fell.
    """,
    "lists": """
        1. Open the box. | 2. Close it.
        1. Open the box | 2. Close it | 3. Go
        1. Open the box\\n | 2. Close it
        a. Red | \\nb. Blue
        a. Red apples | b. Green pears | c. Blue plums
        1.) Red apples | 2.) Green pears
        1.) Red apples. | 2.) Green pears.
        1) Red apples | 2) Green pears
        1) Red apples. | 2) Green pears.
        (1) One thing. | (2) Another.
        There are two ways: (1) by road and (2) by sea.
        It is so because 1) it rained and 2) it snowed.
        • 9. One thing\\n | • 10. Another thing
        • One thing | • Another thing
        • 3. One thing | • 4. Another thing
        ⁃1. One thing | ⁃2. Another thing
        - One thing\\n | - Another thing
        • One thing\\n | • Another thing
        1. Open it. | Look in. | 2. Close it. | Go.
        Two questions: 1) where is it | 2) what is it
        We sold 3. | Then 4. | Then none.
        i. One\\n | ii. Two
    """,
    "headings": """
        ROADSIDE BOMBS\\n\\n | The army said so. | It left.
        A Title Without a Stop\\n\\n | Text begins here.
        First paragraph\\n\\n | second paragraph
        Share this:\\n | Read more\\n | Tags: a, b
        A line.\\r\\n | Another.
        One.\\u2029 | Two.
        Part 1\\n | The beginning\\n | It was cold.
        apples\\n | green pears\\n | plums, figs\\n | nuts
        Chapter 1. The Sea\\n\\n | It was blue.
    """,
    "wrapped": """
        The committee met on Tuesday to discuss the\\nbudget for next year. | It did not agree on\\nanything at all, said its chairman Mr.\\nHarlow, who left early.
        The committee met on Tuesday to discuss the\\nbudget for next year. | The chairman, who had\\nnot slept, left early. | \\n\\nA new paragraph begins.
        This line was\\nbroken by a machine.
        This one was broken \\nby hand. | This was not.
        We saw Mr.\\nHarlow there.
    """,
    "web": """
        i went home. | it was late. | nobody cared
        It works great.¦Then it broke. | Sad.
        It cost 1,000.¦She paid.¦Mr. Poe did not.
        Great food! | great staff too
        I use Yahoo! and Bing. | You do not.
        Use Node.js and file.txt today. | Good.
        so good!!! | will come back
        It was ok I guess...¦Then it got worse.
        LOVE this place!! | BEST tacos EVER!!
        Thanks! | -Ann
        what a day. | (it rained)
        Best pizza ever .. | Will be back.
        Try the new one. | its better
    """,
    "rules": """
        One story. | *** | Another story.
        One story | *** | Another story.
        That is all | ---------- | Next message.
        He said --- and I agree --- that it is so.
        He is a s*** of a man. | I like him.
        ===== | News | =====
        A and B | ~~~ | C and D
        One.\\n | ***\\n | Two.
        First part. | --- | Second part.
    """,
    "emoticons": """
        Thanks :) | See you soon!
        We won :D | It was great.
        It broke ;-) | Never mind.
        I like it :) and you?
        No luck :( | Maybe next time.
    """,
    "addresses": """
        See http://a.example/b.Html?c=d. | It helps.
        See http://a.example/?Q=x!Y for more.
        Mail me at a.b@c.example. | Thanks.
        Her address is Ann.Lee@mail.example. | She answered.
        It is at https://www.a.example.40.org/x-y/Z_w.html. | Read it.
        From: Ann Lee <ann@a.example> | Thanks for the note.
        Visit www.a.example. | It is free.
        Look at https://a.example/b/c | It explains it.
        Ann Lee | 04/05/2001 09:30 AM | Please call me.
        The file /usr/lib/a.so is old. | Delete it.
        Type ls -l *.py and wait. | Then look.
        Follow @ann.lee and #b.c. | They are fun.
    """,
    "coordinates": """
        It lies at 12°30'N. 45°10'E. near a hill.
        The camp is at 40.7128, -74.0060. | Nobody is there.
        Go to N. 5th St. | Then turn.
        It is 5 ft. 7 in. tall. | We measured it.
        The ratio is 3:2. | It was 4:3.
        On 3/4/2019 it rained. | On 5/6/2019 it snowed.
        It is 10 km. from here. | You can walk.
    """,
    "scripts": """
        今天下雨。 | 我们走了。 | 真的吗？ | 是的！
        今天下雨。¦我们走了。¦真的吗？¦是的！
        「はい。」¦「いいえ。」
        日本です。 | はい。
        यह एक वाक्य है। | यह दूसरा है।
        هل هذا صحيح؟ | نعم.
        Это так. | Нет, не так!
        Είναι αλήθεια. | Ναι.
        Է՞լ ինչ։ | Ոչինչ։
        ይህ ነው። | ያ ነው።
        Il est là. | Où est-elle ?
        ¿Dónde está? | ¡Aquí!
        ဟုတ်တယ်။ | မဟုတ်ဘူး။
    """,
}

# What is cut wrongly today; a success is noticed, and moves the case up.
KNOWN_FAILURES = """
    The rest (it rained. Nobody came.) is known. | We left.
    We read Guess Who? on the train. | It was long.
    They had moved to the U.S. | Presidents came and went.
    well you say left i say right | lets go home
"""


def lines(block):
    """Return the cases of a family."""
    return textwrap.dedent(block).strip().splitlines()


def parse(case):
    """Return the text of a case and the sentences expected of it."""
    case = case.replace("\\n", "\n").replace("\\r", "\r").replace("\\u2029", "\u2029")
    text = re.sub(r"(?<=[\n\u2029]) \| | (?=\|)|\| (?=\n)", "", case)
    text = text.replace("|\n", "\n").replace("|", "").replace("¦", "")
    return text, [piece.strip() for piece in re.split("[|¦]", case)]


ALL = [(family, case) for family, block in CASES.items() for case in lines(block)]
