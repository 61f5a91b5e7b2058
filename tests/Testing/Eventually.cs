namespace Guzhang.Testing;

/// <summary>Waits for what other processes and threads will make true: by looking again until a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The first answer that satisfies <paramref name="enough"/>, or the last one at the deadline, for the test to judge.</summary>
    public static async Task<T> Get<T>(Func<Task<T>> look, Func<T, bool> enough, TimeSpan? within = null)
    {
        var until = DateTime.UtcNow + (within ?? Deadline);
        while (true)
        {
            var seen = await look();
            if (enough(seen) || DateTime.UtcNow > until)
            {
                return seen;
            }

            await Task.Delay(Pause);
        }
    }
}
