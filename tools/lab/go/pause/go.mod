module chimera/lab/pause

go 1.26
