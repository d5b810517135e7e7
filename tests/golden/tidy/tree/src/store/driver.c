/* A driver may take memory, speak SQL and wait by the monotonic clock, but it knows no date. */
void driver(void)
{
    free(malloc(1));
    run("SELECT a FROM b");
    clock_gettime(CLOCK_MONOTONIC, &t);
    clock_gettime(CLOCK_REALTIME, &t);
}
