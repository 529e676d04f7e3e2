/* Python functions whose plain call, of one `str` and nothing else, is answered in C.
 *
 * The words of a line are found in less time than a call of a Python function takes. What is here is to
 * such a function what `functools.lru_cache` makes of one: whatever else it is called with goes on to it,
 * and name, text and signature are its own.
 */
#ifndef NORMTEXT_QUICK_H
#define NORMTEXT_QUICK_H

#include <Python.h>
#include <structmember.h>

typedef PyObject *(*nt_answer)(PyObject *text);

typedef struct {
    PyObject_HEAD
    vectorcallfunc call;
    nt_answer answer;
    PyObject *function;
    PyObject *attributes;
} nt_quick;

static PyObject *nt_quick_call(PyObject *self, PyObject *const *arguments, size_t count, PyObject *names) {
    const nt_quick *quick = (nt_quick *)self;
    if (PyVectorcall_NARGS(count) == 1 && names == NULL && PyUnicode_Check(arguments[0]))
        return quick->answer(arguments[0]);
    return PyObject_Vectorcall(quick->function, arguments, count, names);
}

static int nt_quick_traverse(PyObject *self, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((nt_quick *)self)->function);
    Py_VISIT(((nt_quick *)self)->attributes);
    return 0;
}

static int nt_quick_clear(PyObject *self) {
    Py_CLEAR(((nt_quick *)self)->function);
    Py_CLEAR(((nt_quick *)self)->attributes);
    return 0;
}

static void nt_quick_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    nt_quick_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *nt_quick_repr(PyObject *self) { return PyObject_Repr(((nt_quick *)self)->function); }

/* Of a class it is a method, as any function. */
static PyObject *nt_quick_get(PyObject *self, PyObject *object, PyObject *type) {
    (void)type;
    if (object == NULL || object == Py_None) {
        Py_INCREF(self);
        return self;
    }
    return PyMethod_New(self, object);
}

/* Pickled and copied by its name. */
static PyObject *nt_quick_reduce(PyObject *self, PyObject *unused) {
    (void)unused;
    return PyObject_GetAttrString(self, "__qualname__");
}

static PyMethodDef NT_QUICK_METHODS[] = {{"__reduce__", nt_quick_reduce, METH_NOARGS, NULL}, {0}};
static PyGetSetDef NT_QUICK_GETSET[] = {
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL}, {0}};
static PyMemberDef NT_QUICK_MEMBERS[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(nt_quick, call), READONLY, NULL},
    {"__dictoffset__", T_PYSSIZET, offsetof(nt_quick, attributes), READONLY, NULL},
    {0}};
static PyType_Slot NT_QUICK_SLOTS[] = {
    {Py_tp_call, (void *)PyVectorcall_Call},
    {Py_tp_traverse, (void *)nt_quick_traverse},
    {Py_tp_clear, (void *)nt_quick_clear},
    {Py_tp_dealloc, (void *)nt_quick_dealloc},
    {Py_tp_repr, (void *)nt_quick_repr},
    {Py_tp_descr_get, (void *)nt_quick_get},
    {Py_tp_methods, NT_QUICK_METHODS},
    {Py_tp_getset, NT_QUICK_GETSET},
    {Py_tp_members, NT_QUICK_MEMBERS},
    {0}};
static PyType_Spec NT_QUICK_SPEC = {
    "normtext._fast.QuickFunction", sizeof(nt_quick), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL, NT_QUICK_SLOTS};

static PyObject *nt_new_quick(PyTypeObject *type, PyObject *function, nt_answer answer) {
    nt_quick *quick = (nt_quick *)type->tp_alloc(type, 0);
    if (quick == NULL) return NULL;
    quick->call = nt_quick_call;
    quick->answer = answer;
    Py_INCREF(function);
    quick->function = function;
    return (PyObject *)quick;
}

/* Where an object has the slot, an attribute by its name in `__slots__`; -1 and an error if it has none. */
static Py_ssize_t nt_slot(PyTypeObject *type, const char *name) {
    Py_ssize_t offset = -1;
    PyObject *slot = PyObject_GetAttrString((PyObject *)type, name);
    if (slot == NULL) return -1;
    if (Py_IS_TYPE(slot, &PyMemberDescr_Type)) offset = ((PyMemberDescrObject *)slot)->d_member->offset;
    else PyErr_Format(PyExc_TypeError, "%s is no slot", name);
    Py_DECREF(slot);
    return offset;
}

/* A new object of the class with two slots filled, which no `__init__` has seen. */
static PyObject *nt_made(PyTypeObject *type, Py_ssize_t one, PyObject *first, Py_ssize_t other,
                         PyObject *second) {
    char *made = (char *)type->tp_alloc(type, 0);
    if (made == NULL) return NULL;
    Py_INCREF(first);
    Py_INCREF(second);
    *(PyObject **)(made + one) = first;
    *(PyObject **)(made + other) = second;
    return (PyObject *)made;
}

#endif
