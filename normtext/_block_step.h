/* Words, 64 characters a step: the rules of UAX #29 as shifts and ands over masks.
 *
 * Included by `_blocks.h` once for each variant and storage, with NT_VARIANT, NT_TARGET, NT_BITS
 * and nt_char defined. Bit i of a mask is about the character text[at + i]; a boundary's bit is that
 * of the character after it. What the next block must know of this one is in `nt_words`.
 */
#ifndef NT_V
#define NT_V(name) NT_X2(name, NT_VARIANT)
#define NT_VW(name) NT_X3(name, NT_BITS, NT_VARIANT)
#endif

#if NT_BITS == 8 /* of the storages the first: what follows does not depend on it */
NT_INLINE NT_TARGET int NT_V(nt_plain_some)(
    NT_V(nt_block) block, uint64_t *m, uint64_t *marks, int web
) {
    return web ? NT_V(nt_plain_web)(block, m, marks) : NT_V(nt_plain)(block, m);
}

/* Whether a block with codes from NT_MARK_CODES on, or after such a one, needs every rule; if not, say
 * where its marks and its Katakana are. */
NT_INLINE NT_TARGET int NT_V(nt_needs_every_rule)(
    const nt_words *w, NT_V(nt_block) block, const uint64_t *m, uint64_t *marks, uint64_t *katakana
) {
    const uint64_t X = NT_V(nt_from)(block, NT_MARK_CODES), H = NT_V(nt_from)(block, NT_HEBREW_CODES);
    const uint64_t K = NT_V(nt_from)(block, NT_KATAKANA_CODES), rare = NT_V(nt_from)(block, NT_RARE_CODES);
    *marks = X & ~H;
    *katakana = K & ~rare;
    if (rare || *marks & (m[6] << 1 | w->after_SP) || *marks >> 1 & (m[3] | m[4])) return 1;
    const uint64_t last_H = NT_RARE[w->last] >> 3 & 1, last_K = NT_RARE[w->last] >> 4 & 1;
    const uint64_t U = m[2], last_U = NT_PLAIN[w->last] >> 2 & 1;
    if ((U & ((K | X) << 1 | last_K)) | (K & ((U | X) << 1 | last_U))) return 1;
    if (!(H | last_H)) return 0;
    /* What stands between letters may have marks: whatever is next to a mark counts as a letter. */
    const uint64_t before = X << 1 | last_H, after = X >> 1 | 1ull << 63;
    return (before & (NT_V(nt_equal)(block, '\'') | (NT_V(nt_equal)(block, '"') & after))) != 0;
}

/* Write the tokens, or the boundaries, of a block where only plain characters are concerned, marks X on
 * something visible, and Katakana K without what joins it; return where tokens end. Through marks, "the
 * character before" is carried by an addition: a bit at the foot of a run of ones comes out above it. */
NT_INLINE NT_TARGET uint64_t NT_V(nt_step_plain)(
    nt_words *w, NT_V(nt_block) block, const uint64_t *m, int32_t base, int count, uint8_t next,
    uint64_t glued, uint64_t X, uint64_t K, int boundaries
) {
    const uint64_t L = m[0], N = m[1], U = m[2], W = L | N | U, SP = m[6];
    const uint64_t after_L = nt_after(L, X, &w->after_L), after_N = nt_after(N, X, &w->after_N);
    const uint64_t next_L = L >> 1 | (uint64_t)(NT_PLAIN[next] & 1) << 63;
    const uint64_t next_N = N >> 1 | (uint64_t)(NT_PLAIN[next] >> 1 & 1) << 63;
    const uint64_t here = count < 64 ? (1ull << count) - 1 : ~0ull;
    uint64_t mids, joins, B;
    /* WB6, WB7; WB11, WB12 */
    mids = (m[3] & after_L & next_L) | (m[4] & after_N & next_N);
    joins = X;                                    /* WB4 */
    joins |= mids | nt_after(mids, X, &w->after_mid);
    joins |= W & nt_after(W, X, &w->after_W);     /* WB5, WB8-WB10, WB13a, WB13b */
    if (K) {                                      /* WB13 */
        uint64_t carry = NT_RARE[w->last] >> 4 & 1;
        joins |= K & nt_after(K, X, &carry);
    }
    if (boundaries) {
        const uint64_t S = m[5], cr = NT_V(nt_equal)(block, '\r');
        joins |= S & (S << 1 | w->after_S);   /* WB3d */
        if (NT_UNLIKELY(cr | w->after_CR))    /* WB3 */
            joins |= NT_V(nt_equal)(block, '\n') & (cr << 1 | w->after_CR);
        w->after_S = S >> 63;
        w->after_CR = cr >> 63;
    } /* Otherwise white space is dropped, whether it is one token or many. */
    B = ~joins & ~glued & (here | (count < 64 ? 1ull << count : 0)); /* WB999; and the end, WB2 */
    if (boundaries) {
        NT_V(nt_put)(B, base, w->starts + w->started);
        w->started += nt_count(B);
        w->ended = w->started;
        return B;
    } else {
        const uint64_t words = nt_in_token(L, B, &w->has_L), numbers = nt_in_token(N, B, &w->has_N);
        /* A token without letters and digits is a character, or a run of one kind. */
        const uint64_t ends = B & ~(SP << 1 | w->after_SP), starts = B & ~SP & here;
        NT_V(nt_kinds_plain)(block, w->last, ends, words, numbers, X, w->kinds + w->ended);
        NT_V(nt_put)(starts, base, w->starts + w->started);
        NT_V(nt_put)(ends, base, w->ends + w->ended);
        w->started += nt_count(starts);
        w->ended += nt_count(ends);
        w->after_SP = SP >> 63;
        return ends;
    }
}
#endif

/* The same with every rule. */
static NT_OUTLINE NT_TARGET uint64_t NT_VW(nt_step_rare)(
    nt_words *w, NT_V(nt_block) block, int32_t base, int count, const nt_char *text, size_t left,
    size_t at, const nt_tokens *web, int boundaries
) {
    uint64_t m[8], r[8], kinds[8], has[8];
    NT_V(nt_planes)(block, NT_PLAIN, m);
    for (int k = 0; k < 8; k++) m[k] &= ~web->m.inside;
    const uint64_t here = count < 64 ? (1ull << count) - 1 : ~0ull;
    const uint64_t L = m[0], N = m[1], U = m[2], S = m[5], SP = m[6], W = L | N | U;
    uint64_t lone, ignored, after_L, after_N, after_U, after_K, after_H, after_R, after_W;
    uint64_t double_quotes = 0, mid_L, mid_N, mid_H, mids, next_L, next_N, next_H, far, joins, B;
    uint8_t next = left > 64 ? nt_code(text[64]) : 0;
    if (web->carried) {
        nt_after_token(w);
    } else if (w->was_plain) {
        nt_after_plain(w);
        /* The plain step does not keep where white space began. */
        w->open = base;
        for (const nt_char *c = text; c > text - at && NT_PLAIN[nt_code(c[-1])] >> 6 & 1; c--) {
            w->open--;
            if (!(NT_PLAIN[nt_code(c[-1])] >> 5 & 1)) break;
            if (c - 1 > text - at && !(NT_PLAIN[nt_code(c[-2])] >> 5 & 1)) break;
        }
    }
    NT_V(nt_planes)(block, NT_RARE, r);
    for (int k = 0; k < 8; k++) r[k] &= ~web->m.inside;
    r[6] |= web->m.last; /* what follows is cut as if it came after a line's end */
    {
        const uint64_t X = r[0], Z = r[1], P = r[2], H = r[3], K = r[4], R = r[5], LINE = r[6];
        lone = X & (LINE << 1 | w->after_LINE); /* nothing is there that could carry it */
        ignored = X & ~lone;                    /* WB4 */
        after_L = nt_after(L, ignored, &w->after_L);
        after_N = nt_after(N, ignored, &w->after_N);
        after_U = nt_after(U, ignored, &w->after_U);
        after_W = nt_after(W, ignored, &w->after_W);
        after_K = nt_after(K, ignored, &w->after_K);
        after_H = nt_after(H, ignored, &w->after_H);
        after_R = nt_after(R, ignored, &w->after_R);

        joins = ignored;
        joins |= S & (S << 1 | w->after_S);            /* WB3d */
        joins |= P & (Z << 1 | w->after_Z);            /* WB3c */
        joins |= W & after_W;                          /* WB5, WB8-WB10, WB13a, WB13b */
        joins |= (K & (after_K | after_U)) | (U & after_K); /* WB13, WB13a, WB13b */
        if (boundaries) {                              /* WB3 */
            uint64_t cr = NT_V(nt_equal)(block, '\r');
            joins |= NT_V(nt_equal)(block, '\n') & (cr << 1 | w->after_CR);
            w->after_CR = cr >> 63;
        }
        if (after_H) {
            joins |= after_H & NT_V(nt_equal)(block, '\''); /* WB7a */
            double_quotes = NT_V(nt_equal)(block, '"');
        }
        mid_L = m[3] & after_L;
        mid_N = m[4] & after_N;
        mid_H = double_quotes & after_H;
        mids = mid_L | mid_N | mid_H;
        next_L = L >> 1 | (uint64_t)(NT_PLAIN[next] & 1) << 63;
        next_N = N >> 1 | (uint64_t)(NT_PLAIN[next] >> 1 & 1) << 63;
        next_H = H >> 1 | (uint64_t)(NT_RARE[next] >> 3 & 1) << 63;
        /* Where something ignored comes between, look for what comes after it. */
        far = mids & (ignored >> 1 | (uint64_t)(NT_RARE[next] & 1) << 63);
        for (; NT_UNLIKELY(far); far &= far - 1) {
            const int from = nt_ctz(far);
            const uint64_t bit = 1ull << from, rest = ~ignored & ~(bit | (bit - 1));
            int is_L, is_N, is_H;
            if (rest) {
                const int to = nt_ctz(rest);
                is_L = L >> to & 1, is_N = N >> to & 1, is_H = H >> to & 1;
            } else {
                size_t to = 64;
                while (to < left && NT_RARE[nt_code(text[to])] & 1) to++;
                next = to < left ? nt_code(text[to]) : 0;
                is_L = NT_PLAIN[next] & 1, is_N = NT_PLAIN[next] >> 1 & 1;
                is_H = NT_RARE[next] >> 3 & 1;
            }
            next_L = (next_L & ~bit) | (is_L ? bit : 0);
            next_N = (next_N & ~bit) | (is_N ? bit : 0);
            next_H = (next_H & ~bit) | (is_H ? bit : 0);
        }
        /* WB6, WB7; WB12, WB11; WB7b, WB7c */
        mids = (mid_L & next_L) | (mid_N & next_N) | (mid_H & next_H);
        joins |= mids | nt_after(mids, ignored, &w->after_mid);
        /* WB15, WB16 */
        if (R && !ignored) {
            joins |= nt_seconds(R, after_R & w->half);
            w->half = R >> 63 & ~(nt_seconds(R, after_R & w->half) >> 63);
        } else {
            for (uint64_t indicators = R; indicators; indicators &= indicators - 1) {
                const uint64_t bit = indicators & (0 - indicators);
                w->half = (after_R & bit) ? !w->half : 1;
                if (!w->half) joins |= bit;
            }
        }
        w->after_S = S >> 63;
        w->after_Z = Z >> 63;
        w->after_LINE = LINE >> 63;
    }
    B = ~joins & ~web->m.glued & (here | (count < 64 ? 1ull << count : 0)); /* WB999; WB2 */
    w->was_plain = 0;
    if (B) {
        const uint64_t rare = NT_V(nt_from)(block, NT_RARE_CODES) & ~web->m.inside;
        w->clean = !((rare | (r[0] & 1ull << 63)) >> nt_msb(B) || (r[4] >> nt_msb(B) && U >> nt_msb(B)));
    } else {
        w->clean = web->m.inside >> 63;
    }
    if (boundaries) {
        NT_V(nt_put)(B, base, w->starts + w->started);
        w->started += nt_count(B);
        w->ended = w->started;
        return B;
    }
    NT_V(nt_planes)(block, NT_KINDS, kinds);
    for (int k = 0; k < 8; k++) kinds[k] &= ~web->m.inside;
    uint64_t visible = 0, spaced, dropped, ends;
    for (int bit = 0; bit < 8; bit++) {
        has[bit] = nt_in_token(kinds[bit], B, &w->has[bit]);
        if (bit) visible |= has[bit];
    }
    spaced = nt_in_token(SP & B, B, &w->space_first);
    dropped = B & has[0] & ~visible;
    ends = B & ~dropped;
    NT_V(nt_kinds_of_sets)(has, ends, w->kinds + w->ended);
    NT_V(nt_put)(ends, base, w->ends + w->ended);
    if (NT_LIKELY(!(spaced & ends))) {
        uint64_t starts = B & ~SP & here;
        NT_V(nt_put)(starts, base, w->starts + w->started);
        w->started += nt_count(starts);
        w->ended += nt_count(ends);
        if (B) w->open = base + nt_msb(B);
    } else {
        /* A token that begins with a space and shows, by a mark: known only at its end. */
        for (; B; B &= B - 1) {
            const uint64_t bit = B & (0 - B);
            if (ends & bit) {
                if (w->started == w->ended) w->starts[w->started++] = w->open;
                w->ended++;
            }
            w->open = base + nt_ctz(bit);
            if (bit & here & ~SP) w->starts[w->started++] = w->open;
        }
    }
    w->after_SP = SP >> 63;
    w->has_L = w->has[1];
    w->has_N = w->has[3];
    return ends;
}

#ifndef NT_W
#define NT_W(c) ((c) == 'w' || (c) == 'W')
#endif
/* Of a block's last two places, those that are no marks by what the next block says. */
NT_INLINE NT_TARGET uint64_t NT_VW(nt_false_marks)(const nt_char *text, size_t at, size_t size) {
    uint64_t wrong = 0;
    for (size_t place = at + 62; place < at + 64 && place < size; place++) {
        const uint32_t here = text[place], next = place + 1 < size ? text[place + 1] : 0;
        const uint32_t after = place + 2 < size ? text[place + 2] : 0;
        if ((NT_W(here) && !(NT_W(next) && NT_W(after))) || (here == ':' && next != '/'))
            wrong |= 1ull << (place - at);
    }
    return wrong;
}

/* The code of the character after a block whose last may stand between two letters or digits. */
NT_INLINE NT_TARGET uint8_t NT_VW(nt_code_after)(
    const nt_char *text, size_t at, size_t stop, const uint64_t *m
) {
    if (NT_LIKELY(!((m[3] | m[4]) >> 63))) return 0;
    while (at < stop && NT_RARE[nt_code(text[at])] & 1) at++;
    return at < stop ? nt_code(text[at]) : 0;
}

/* Step over a block that may have other than plain characters, or be the last; there is no token of the
 * web in it. */
static NT_OUTLINE NT_TARGET void NT_VW(nt_step_any)(
    nt_words *w, NT_V(nt_block) block, const uint64_t *m, int rare, const nt_char *text, size_t at,
    size_t stop, int boundaries
) {
    const int32_t base = (int32_t)(uint32_t)at;
    const int count = stop - at < 64 ? (int)(stop - at) : 64;
    uint64_t X = 0, K = 0;
    if (rare || w->last >= NT_MARK_CODES) rare = NT_V(nt_needs_every_rule)(w, block, m, &X, &K);
    if (rare || !w->clean) {
        NT_VW(nt_step_rare)(
            w, block, base, count, text + at, stop - at, at - w->begin, &NT_NO_TOKENS, boundaries);
    } else {
        const uint8_t next = NT_VW(nt_code_after)(text, at + 64, stop, m);
        NT_V(nt_step_plain)(w, block, m, base, count, next, 0, X, K, boundaries);
        w->was_plain = 1;
    }
    w->done = count < 64;
    /* What was plain goes on as if the marks at its end were not there. */
    if (count == 64 && ~X) w->last = nt_code(text[at + nt_msb(~X)]);
}

/* Step from `at` to `stop`, until there is no room, or before a block with `marks` of the web; return
 * where. `done` and `marks` tell which. */
NT_INLINE NT_TARGET size_t NT_VW(nt_run)(
    nt_words *words, const nt_char *text, size_t at, size_t stop, int boundaries, int web
) {
    nt_words state, *w = &state; /* a copy that nothing else points to: in registers */
    nt_copy_plain(w, words);
    w->starts = words->starts, w->ends = words->ends, w->kinds = words->kinds, w->room = words->room;
    /* The masks of the next block are computed before this one's rows are written: neither waits for
     * the other, and both take long. */
    NT_V(nt_block) block, next_block;
    uint64_t m[8] = {0}, next_m[8] = {0}, marks = 0, next_marks = 0;
    int rare, next_rare, ready = 0;
    for (; w->started + NT_SLACK <= w->room; at += 64) {
        const size_t left = stop - at;
        if (!ready) {
            const int count = left < 64 ? (int)left : 64;
            next_block = NT_VW(nt_load_up_to)(text + at, count, &words->page);
            next_rare = NT_V(nt_plain_some)(next_block, next_m, &next_marks, web);
            if (count < 64) next_marks &= (1ull << count) - 1;
        }
        block = next_block;
        rare = next_rare;
        marks = next_marks;
        for (int k = 0; k < 7; k++) m[k] = next_m[k];
        ready = left >= 128;
        if (NT_LIKELY(ready)) {
            next_block = NT_VW(nt_load_up_to)(text + at + 64, 64, &words->page);
            next_rare = NT_V(nt_plain_some)(next_block, next_m, &next_marks, web);
        }
        if (web && NT_UNLIKELY(marks)) {
            if (marks >> 62) marks &= ~NT_VW(nt_false_marks)(text, at, words->size);
            words->marks = marks;
            if (marks) break;
        }
        if (NT_LIKELY(left >= 64 && !rare && w->clean && w->last < NT_MARK_CODES)) {
            const uint8_t next = NT_VW(nt_code_after)(text, at + 64, stop, m);
            NT_V(nt_step_plain)(w, block, m, (int32_t)(uint32_t)at, 64, next, 0, 0, 0, boundaries);
            w->was_plain = 1;
            w->last = nt_code(text[at + 63]);
        } else {
            uint64_t masks[8]; /* copied, so that `m` stays in registers */
            for (int k = 0; k < 7; k++) masks[k] = m[k];
            nt_copy_plain(words, w);
            NT_VW(nt_step_any)(words, block, masks, rare, text, at, stop, boundaries);
            if (left < 64) return stop;
            nt_copy_plain(w, words);
        }
    }
    nt_copy_plain(words, w);
    return at;
}

/* Step over the block at `at` if a token of the web is in it or may be, and return where it ends; `at`
 * if there is none. What is in a token has no class, so that nothing beside it is joined to it.
 * `found` tells that there is a token, the first, which begins in what has been cut: then no step was
 * made. */
NT_INLINE NT_TARGET size_t NT_VW(nt_step_web)(nt_words *w, const nt_char *text, size_t at, size_t stop) {
    const int count = stop - at < 64 ? (int)(stop - at) : 64;
    const NT_V(nt_block) block = NT_VW(nt_load_up_to)(text + at, count, &w->page);
    const size_t rows = w->ended;
    uint64_t m[8], marks, ends;
    nt_tokens found;
    const int rare = NT_V(nt_plain_some)(block, m, &marks, 1);
    if (count < 64) marks &= (1ull << count) - 1;
    if (!marks && !w->web.goes_on) return at;
    found.m.inside = found.m.glued = found.m.last = 0;
    found.m.count = 0;
    found.carried = w->web.goes_on;
    if (found.carried) nt_add_token(&found, &found.m, &w->web, at);
    if (w->web.clear > at) marks = w->web.clear - at < 64 ? marks & ~0ull << (w->web.clear - at) : 0;
    if (NT_UNLIKELY(nt_count(marks) > NT_MANY_MARKS)) {
        uint64_t planes[8];
        NT_V(nt_planes)(block, NT_ADDRESS, planes);
        marks &= ~nt_vain_marks(planes);
        if (!(marks & ~planes[1]) && !w->after_mid) {
            const uint32_t c = at ? text[at - 1] : ' ';
            const uint64_t before = c == '#' || c == '&' || nt_flags(c) & NT_JOINING;
            const uint64_t keep = planes[1] | NT_V(nt_equal)(block, '&');
            NT_V(nt_planes)(block, NT_CODE_FLAGS, planes);
            marks = nt_add_hashtags(&found, &w->web, at, planes, marks, (keep | planes[1]) << 1 | before);
        }
    }
    w->found = NT_X2(nt_find_tokens, NT_BITS)(
        text, w->size, at, marks, w->after_mid != 0, &w->web, &found);
    if (w->found) return at;
    if (rare || !w->clean || w->last >= NT_MARK_CODES) {
        ends = NT_VW(nt_step_rare)(w, block, (int32_t)(uint32_t)at, count, text + at, stop - at,
                                   at - w->begin, &found, 0);
    } else {
        for (int k = 0; k < 5; k++) m[k] &= ~found.m.inside;
        m[6] &= ~found.m.inside;
        const uint8_t next = count == 64 ? NT_VW(nt_code_after)(text, at + 64, stop, m) : 0;
        ends = NT_V(nt_step_plain)(
            w, block, m, (int32_t)(uint32_t)at, count, next, found.m.glued, 0, 0, 0);
        w->was_plain = 1;
    }
    for (int k = 0; k < found.m.count; k++) {
        const uint64_t before = (1ull << found.ends[k]) - 1;
        w->begin = at + found.ends[k];
        w->rows_before = rows + nt_count(ends & before) + 1;
        w->kinds[w->rows_before - 1] = found.kinds[k];
    }
    if (count < 64) {
        w->done = 1;
        return stop;
    }
    w->last = nt_code(text[at + 63]);
    return at + 64;
}

static NT_TARGET size_t NT_VW(nt_words_run)(nt_words *w, const void *text, size_t at, size_t stop) {
    return NT_VW(nt_run)(w, (const nt_char *)text, at, stop, 0, 0);
}

/* Where there is a token of the web, others are near: the quick way is taken up again when a block has
 * none. */
static NT_TARGET size_t NT_VW(nt_web_run)(nt_words *w, const void *chars, size_t at, size_t stop) {
    const nt_char *text = (const nt_char *)chars;
    for (;;) {
        if (!w->web.goes_on) {
            w->marks = 0;
            at = NT_VW(nt_run)(w, text, at, stop, 0, 1);
            if (!w->marks) return at;
        }
        for (size_t next; ; at = next) {
            if (w->started + NT_SLACK > w->room) return at;
            next = NT_VW(nt_step_web)(w, text, at, stop);
            if (w->done || w->found) return next;
            if (next == at) break;
        }
    }
}

static NT_TARGET size_t NT_VW(nt_boundaries_run)(nt_words *w, const void *text, size_t at, size_t stop) {
    return NT_VW(nt_run)(w, (const nt_char *)text, at, stop, 1, 0);
}

/* The next block with a place where a sentence or a paragraph may end. */
static NT_TARGET void NT_VW(nt_find_stop)(nt_cursor *c, const void *chars, size_t at, size_t stop) {
    const nt_char *text = (const nt_char *)chars;
    for (; stop - at >= 64; at += 64) {
        c->found = NT_VW(nt_stops_up_to)(text + at, 64);
        if (c->found) {
            c->block = at;
            c->end = at + 64;
            return;
        }
    }
    c->found = NT_VW(nt_stops_up_to)(text + at, (int)(stop - at));
    c->found &= (1ull << (stop - at)) - 1;
    c->block = at;
    c->end = stop;
}

#undef NT_BITS
#undef nt_char
