/* What `workload.py` calls to tell callgrind where a job begins and ends: nothing outside valgrind. */
#include <valgrind/callgrind.h>

/* Forget what was counted up to here. */
void count_from(void) { CALLGRIND_ZERO_STATS; }

/* Write what was counted since, under the name of the job. */
void count_to(const char *name) { CALLGRIND_DUMP_STATS_AT(name); }
