# Records, and the strings in those of JSON, included by _fast.pyx: `_json.h` has the loops.

cdef extern from "_json.h":
    enum:
        NT_LEVELS
    ctypedef struct nt_json_contents:
        int escapes

    const uint8_t *nt_json_space(const uint8_t *, const uint8_t *) noexcept nogil
    const uint8_t *nt_json_string(const uint8_t *, const uint8_t *, nt_json_contents *) noexcept nogil
    const uint8_t *nt_json_key(
        const uint8_t *, const uint8_t *, const uint8_t **, nt_json_contents *
    ) noexcept nogil
    const uint8_t *nt_json_skip(const uint8_t *, const uint8_t *, int) noexcept nogil
    str nt_json_text(const uint8_t *, const uint8_t *, const nt_json_contents *)
    bytes nt_json_literal(str, int)
    Py_ssize_t nt_count_feeds(const uint8_t *, const uint8_t *) noexcept nogil


def count_lines(bytes data not None):
    """How many lines end in `data`; twin of `_pure.count_lines`."""
    cdef const uint8_t *start = <const uint8_t *>PyBytes_AS_STRING(data)
    return nt_count_feeds(start, start + len(data))


cdef const uint8_t *json_value(
    const uint8_t *start, const uint8_t *at, const uint8_t *end, dict node, list found, int level
) except? NULL:
    """Pass the value at `at`, and add to `found` what is asked for; return its end, or NULL."""
    cdef const uint8_t *quote
    cdef nt_json_contents contents
    if node and at < end:
        if at[0] == c'"' and None in node:
            memset(&contents, 0, sizeof(contents))
            quote = nt_json_string(at + 1, end, &contents)
            if quote == NULL:
                return NULL
            found.append(
                (at - start, quote + 1 - start, nt_json_text(at + 1, quote, &contents), node[None])
            )
            return quote + 1
        if (at[0] == c"{" or at[0] == c"[") and level < NT_LEVELS:
            return json_inside(start, at, end, node, found, level + 1)
    return nt_json_skip(at, end, level)


cdef const uint8_t *json_inside(
    const uint8_t *start, const uint8_t *at, const uint8_t *end, dict node, list found, int level
) except? NULL:
    """Pass the object or list at `at`; it calls itself at most NT_LEVELS deep."""
    cdef bint keyed = at[0] == c"{"
    cdef uint8_t closing = c"}" if keyed else c"]"
    cdef const uint8_t *key
    cdef const uint8_t *quote
    cdef nt_json_contents contents
    cdef dict inner
    at = nt_json_space(at + 1, end)
    if at < end and at[0] == closing:
        return at + 1
    while True:
        if keyed:
            memset(&contents, 0, sizeof(contents))
            key = at + 1
            at = nt_json_key(at, end, &quote, &contents)
            if at == NULL:
                return NULL
            inner = node.get(nt_json_text(key, quote, &contents)) or node.get("*")
        else:
            inner = node.get("*")
        at = json_value(start, at, end, inner, found, level)
        if at == NULL:
            return NULL
        at = nt_json_space(at, end)
        if at < end and at[0] == closing:
            return at + 1
        if at == end or at[0] != c",":
            return NULL
        at = nt_json_space(at + 1, end)


def json_strings(bytes data not None, dict tree not None):
    """The strings at some paths of records; twin of `_pure.json_strings`."""
    cdef const uint8_t *start = <const uint8_t *>PyBytes_AS_STRING(data)
    cdef const uint8_t *end = start + len(data)
    cdef const uint8_t *line = start
    cdef const uint8_t *line_end
    cdef const uint8_t *at
    cdef list rows = [], found
    while line < end:
        line_end = <const uint8_t *>memchr(line, c"\n", end - line)
        line_end = end if line_end == NULL else line_end + 1
        at = nt_json_space(line, line_end)
        found = []
        if at < line_end and at[0] == c"{":
            at = json_inside(start, at, line_end, tree, found, 1)
        else:
            at = NULL
        if at != NULL and nt_json_space(at, line_end) == line_end:
            rows.append((line_end - start, found))
        else:
            rows.append((line_end - start, None))
        line = line_end
    return rows


def json_literal(str text not None, bint ascii):
    """The literal of a string; twin of `_pure.json_literal`."""
    return nt_json_literal(text, ascii)
