"""`python tests/benchmarks`, or `make bench`: the class beside otter run, nbgrader and the bare limit."""

import bench_classroom

if __name__ == "__main__":
    bench_classroom.main()
