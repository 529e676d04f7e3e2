/* What people write on the web: URLs, e-mail addresses, handles and hashtags, as
 * `_pure_words._web_pattern` defines them.
 *
 * Included by `_blocks.h` once for each storage, with NT_BITS and nt_char defined. No character is
 * looked at more than a constant number of times: a token begins no earlier than the one before ends,
 * and what is looked through in vain ends at the next mark.
 */
#ifndef NORMTEXT_WEB_H
#define NORMTEXT_WEB_H

/* Bits of NT_ASCII and of NT_FLAGS, and kinds: `_classes` and `Kind` have them, and loading compares. */
enum {
    NT_ALNUM = 1, NT_SCHEME = 2, NT_LOCAL = 4, NT_LOCAL_START = 8, NT_URL = 16, NT_TRAILING = 32,
    NT_LETTER = 64,
    NT_JOINING = 2, NT_TAG_START = 4, NT_TAG = 8, NT_TAG_LETTER = 16,
    NT_KIND_URL = 6, NT_KIND_EMAIL = 7, NT_KIND_HANDLE = 8, NT_KIND_HASHTAG = 9,
};

static uint8_t NT_ASCII[128];
static uint8_t NT_FLAGS[256];      /* of a record */
static uint8_t NT_ASCII_FLAGS[128]; /* NT_FLAGS, without the way over the records */

NT_INLINE uint8_t nt_flags(uint32_t c) { return c < 128 ? NT_ASCII_FLAGS[c] : NT_FLAGS[nt_record(c)]; }
NT_INLINE uint8_t nt_ascii(uint32_t c) { return c < 128 ? NT_ASCII[c] : 0; }

/* The token that was found last: the next begins no earlier than it ends. */
typedef struct {
    size_t start, end;
    size_t clear;   /* up to here, marks have been looked at */
    uint8_t kind;
    uint8_t goes_on; /* it goes on into the block that comes next, or ends where that begins */
} nt_web;

/* The tokens of a block, in their order. */
typedef struct {
    uint64_t inside; /* their characters */
    uint64_t glued;  /* those before which no boundary is */
    uint64_t last;   /* the last of each */
    int count;       /* of those that end before a place of the block */
} nt_token_masks;

typedef struct {
    nt_token_masks m;
    int carried;     /* the first goes on from the block before */
    uint8_t ends[64], kinds[64];
} nt_tokens;

static const nt_tokens NT_NO_TOKENS = {0};

/* Add the token in `web`, which begins in the block at `at`, or before it. The masks are apart from the rest,
 * to be in registers from one token to the next. */
NT_INLINE void nt_add_token(nt_tokens *t, nt_token_masks *m, nt_web *web, size_t at) {
    const int begins = web->start >= at;
    const uint64_t from = begins ? ~0ull << (web->start - at) : ~0ull;
    const size_t end = web->end - at;
    const uint64_t here = end < 64 ? from & ((1ull << end) - 1) : from;
    m->inside |= here;
    m->glued |= begins ? here & (here - 1) : here;
    web->goes_on = end >= 64;
    if (end >= 64) {
        m->last |= 1ull << 63;
        return;
    }
    if (end) m->last |= 1ull << (end - 1);
    t->ends[m->count] = (uint8_t)end;
    t->kinds[m->count++] = web->kind;
}

/* Of a code: '@'; '#'; what a domain's label is made of, and others; '.', and others; what joins a
 * handle to what is before it, though not all of that. Several characters may have a code. */
NT_TABLE uint8_t NT_ADDRESS[256];
enum { NT_MANY_MARKS = 8 }; /* of a block: with so many, it is worth a look at all at once */

/* The marks of a block, by its planes of NT_ADDRESS, at which no token is, for certain: an '@' or '#'
 * after its like, and, where no label after an '@' has a dot behind it, each '@' after a letter. */
NT_INLINE uint64_t nt_vain_marks(const uint64_t *planes) {
    const uint64_t at = planes[0], sign = planes[1], label = planes[2];
    const uint64_t sum = (at << 1 & label) + label;
    uint64_t vain = (at & at << 1) | (sign & sign << 1);
    /* But for the last '@', whose label may go on beyond the block. */
    if (at && !(sum & ~label & planes[3])) vain |= at & planes[4] << 1 & ~(1ull << nt_msb(at));
    return vain;
}

NT_TABLE uint8_t NT_CODE_FLAGS[256]; /* NT_FLAGS of a code */

/* Add the hashtags of a block whose only `marks` are of such, by its planes of NT_CODE_FLAGS. Not `after`: where
 * nothing stands before that keeps one from beginning. Return the marks that are left to be looked at: the last,
 * whose name may go on beyond the block, or all where a name is a number. */
NT_INLINE uint64_t nt_add_hashtags(
    nt_tokens *t, nt_web *web, size_t at, const uint64_t *planes, uint64_t marks, uint64_t after
) {
    const uint64_t start = planes[2], tag = planes[3], letter = planes[4];
    uint64_t signs = marks & ~after & (start >> 1 | 1ull << 63), left = 0, names, ends;
    /* A bit at the foot of a name comes out above it. */
    if (signs >> 63 || tag + (signs << 1) < tag) {
        left = 1ull << nt_msb(signs);
        signs ^= left;
    }
    names = tag & ~(tag + (signs << 1));
    ends = (tag + (signs << 1)) & ~tag;
    if (ends & ~((names & letter) + names)) return marks;
    if (!signs) return left;
    web->start = at + nt_msb(signs);
    web->end = web->clear = at + nt_msb(ends);
    web->kind = NT_KIND_HASHTAG;
    t->m.inside |= signs | names;
    t->m.glued |= names;
    t->m.last |= ends >> 1;
    for (; ends; ends &= ends - 1) {
        t->ends[t->m.count] = (uint8_t)nt_ctz(ends);
        t->kinds[t->m.count++] = NT_KIND_HASHTAG;
    }
    return left;
}
#endif

#define NT_B(name) NT_X2(name, NT_BITS)

/* The end of a handle's or hashtag's name that begins at `at`; `at` if none does. */
NT_INLINE size_t NT_B(nt_name_end)(const nt_char *text, size_t at, size_t n) {
    size_t end = at;
    uint8_t seen = 0;
    if (at >= n || !(nt_flags(text[at]) & NT_TAG_START)) return at;
    for (; end < n; end++) {
        const uint8_t flags = nt_flags(text[end]);
        if (!(flags & NT_TAG)) break;
        seen |= flags;
    }
    return seen & NT_TAG_LETTER ? end : at;
}

/* The end of the domain at `start`: labels with dots between, hyphens only inside of them, the last of
 * which begins with a letter; `start` if there is none. */
NT_INLINE size_t NT_B(nt_domain_end)(const nt_char *text, size_t start, size_t n) {
    size_t at = start, end;
    int dotted = 0;
    if (at >= n || !(nt_ascii(text[at]) & NT_ALNUM)) return start;
    for (;;) {
        size_t place = end = at;
        for (; place < n; place++) {
            if (nt_ascii(text[place]) & NT_ALNUM) end = place + 1;
            else if (text[place] != '-') break;
        }
        if (!(end + 1 < n && text[end] == '.' && nt_ascii(text[end + 1]) & NT_ALNUM)) break;
        dotted = 1;
        at = end + 1;
    }
    return dotted && nt_ascii(text[at]) & NT_LETTER ? end : start;
}

/* The end of the URL whose scheme or `www.` ends at `start`; `start` if nothing is left of it. */
static size_t NT_B(nt_url_end)(const nt_char *text, size_t start, size_t n) {
    size_t end = start;
    ptrdiff_t round_surplus = 0, square_surplus = 0; /* of closing brackets */
    for (; end < n; end++) {
        /* ASCII has a list of its own, beyond it names go on. */
        const uint32_t c = text[end];
        if (!(c < 128 ? NT_ASCII[c] & NT_URL : nt_flags(c) & NT_TAG)) break;
        round_surplus += (c == ')') - (c == '(');
        square_surplus += (c == ']') - (c == '[');
    }
    for (; end > start; end--) {
        const uint32_t c = text[end - 1];
        if (c == ')' && round_surplus > 0) round_surplus--;
        else if (c == ']' && square_surplus > 0) square_surplus--;
        else if (!(nt_ascii(c) & NT_TRAILING)) break;
    }
    return end;
}

/* Find the token whose mark is at `at`, if there is one. */
NT_INLINE int NT_B(nt_web_at)(const nt_char *text, size_t n, size_t at, nt_web *web) {
    const size_t floor = web->end;
    const uint32_t before = at ? text[at - 1] : ' ';
    size_t start = at, end = at, other;
    uint8_t kind = 0;
    switch (text[at]) {
    case ':':
        if (!(at + 2 < n && text[at + 1] == '/' && text[at + 2] == '/')) return 0;
        while (start > floor && nt_ascii(text[start - 1]) & NT_SCHEME) start--;
        if (start == at || !(nt_ascii(text[start]) & NT_LETTER) ||
            (start && nt_ascii(text[start - 1]) & NT_SCHEME))
            return 0;
        end = NT_B(nt_url_end)(text, at + 3, n);
        if (end == at + 3) return 0;
        kind = NT_KIND_URL;
        break;
    case 'w':
    case 'W':
        if (!(at + 4 < n && text[at + 3] == '.' && (text[at + 1] == 'w' || text[at + 1] == 'W') &&
              (text[at + 2] == 'w' || text[at + 2] == 'W')) ||
            nt_flags(before) & NT_JOINING || nt_ascii(before) & NT_LOCAL ||
            !(nt_flags(text[at + 4]) & NT_TAG_START))
            return 0;
        end = NT_B(nt_url_end)(text, at + 4, n);
        kind = NT_KIND_URL;
        break;
    case '@':
        if (before == '@') return 0;
        while (start > floor && nt_ascii(text[start - 1]) & NT_LOCAL) start--;
        if (!(start && nt_ascii(text[start - 1]) & NT_LOCAL)) {
            while (start < at && !(nt_ascii(text[start]) & NT_LOCAL_START)) start++;
            if (start < at && (other = NT_B(nt_domain_end)(text, at + 1, n)) > at + 1) {
                end = other;
                kind = NT_KIND_EMAIL;
                break;
            }
        }
        if (nt_flags(before) & NT_JOINING) return 0;
        start = at;
        end = NT_B(nt_name_end)(text, at + 1, n);
        if (end == at + 1) return 0;
        if (end < n && text[end] == '@' && (other = NT_B(nt_domain_end)(text, end + 1, n)) > end + 1)
            end = other;
        kind = NT_KIND_HANDLE;
        break;
    case '#':
        if (nt_flags(before) & NT_JOINING || before == '#' || before == '&') return 0;
        end = NT_B(nt_name_end)(text, at + 1, n);
        if (end == at + 1) return 0;
        kind = NT_KIND_HASHTAG;
    }
    if (end == at) return 0;
    web->start = start;
    web->end = web->clear = end;
    web->kind = kind;
    return 1;
}

/* Find the tokens of the block at `at` by its `marks`, after those that are in `t`. True if the first of them begins before the
 * block, or where `joined`, in what has been cut already: that one is in `web`. */
static NT_OUTLINE int NT_B(nt_find_tokens)(
    const nt_char *text, size_t n, size_t at, uint64_t marks, int joined, nt_web *web, nt_tokens *t
) {
    nt_token_masks m = t->m;
    int before = 0;
    for (; marks; marks &= marks - 1) {
        const size_t mark = at + nt_ctz(marks);
        /* Compared one by one: the next mark need not wait for where this token ends. */
        if (mark < web->clear || !NT_B(nt_web_at)(text, n, mark, web)) continue;
        before = web->start < at || joined;
        if (before) break;
        nt_add_token(t, &m, web, at);
    }
    t->m = m;
    return before;
}
#undef NT_B
#undef NT_BITS
#undef nt_char
