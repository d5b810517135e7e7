void by_lot(void)
{
    clock_gettime(CLOCK_REALTIME, use(rand()));
}
