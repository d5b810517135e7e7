/* Tests may take memory and measure; they may not draw lots. */
void measured(void)
{
    char *p = malloc(10);
    clock_gettime(CLOCK_MONOTONIC, p);
    use(getenv("YG_PROGRAM"));
    free(p);
}
