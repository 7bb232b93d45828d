"""The fields of forms: a label, something to type or choose in, the error if there is one."""
