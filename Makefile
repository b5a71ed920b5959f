# The same names as in scripts/, for those who type make. `make demo ARGS="--help"` passes arguments on.
.PHONY: setup demo test bless fmt bench
.DEFAULT_GOAL := demo

setup demo test bless fmt bench:
	@scripts/$@ $(ARGS)
