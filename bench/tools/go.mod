module greeninfer-bench

go 1.19
