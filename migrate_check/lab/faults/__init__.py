"""Ways in which gateways break: one function each, listed in `catalogue`.

To add one: write a function with one of the decorators of `fault` in the file of its family, named
like its id in `-` for `_`; list it in `catalogue`; say in the specs which answers it touches.
"""
