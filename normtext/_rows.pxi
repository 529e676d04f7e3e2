# A growing list of spans, included into `_fast.pyx`.

cdef struct Rows:
    # A growing list of spans. `failed` is set when there is no memory, and nothing is added then.
    Py_ssize_t count
    Py_ssize_t room
    bint failed
    Py_ssize_t *starts
    Py_ssize_t *ends
    uint8_t *kinds


cdef bint grow_rows(Rows *rows) noexcept nogil:
    """Make room; False where there is no memory. `free_rows` frees whatever there is."""
    cdef Py_ssize_t room = rows.room + rows.room // 2 + 64
    cdef void *moved
    moved = realloc(rows.starts, room * sizeof(Py_ssize_t))
    if moved != NULL:
        rows.starts = <Py_ssize_t *>moved
        moved = realloc(rows.ends, room * sizeof(Py_ssize_t))
    if moved != NULL:
        rows.ends = <Py_ssize_t *>moved
        moved = realloc(rows.kinds, room)
    if moved == NULL:
        rows.failed = True
        return False
    rows.kinds = <uint8_t *>moved
    rows.room = room
    return True


cdef inline void add_row(Rows *rows, Py_ssize_t start, Py_ssize_t end, uint8_t kind) noexcept nogil:
    if rows.count == rows.room and (rows.failed or not grow_rows(rows)):
        return
    rows.starts[rows.count] = start
    rows.ends[rows.count] = end
    rows.kinds[rows.count] = kind
    rows.count += 1


cdef void free_rows(Rows *rows) noexcept nogil:
    free(rows.starts)
    free(rows.ends)
    free(rows.kinds)
