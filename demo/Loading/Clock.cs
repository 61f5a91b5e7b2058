namespace Guzhang.Demo.Loading;

/// <summary>The business clock of all services, which only goes forward.</summary>
public sealed class Clock(Platform platform)
{
    private static readonly string[] Services = ["collection", "verification", "subsidy", "jobmatching", "reporting"];

    /// <summary>Business time; null where nobody has set it, and it is real time.</summary>
    public async Task<DateTimeOffset?> Now()
    {
        using var collection = platform.As("collection", "demo-operator");
        var now = (await collection.Get("clock")).GetProperty("businessTime").GetDateTimeOffset();
        return (DateTimeOffset.UtcNow - now).Duration() < TimeSpan.FromDays(1) ? null : now;
    }

    /// <summary>Sets it and waits until every service shows it.</summary>
    public async Task Set(DateTimeOffset time)
    {
        using (var collection = platform.As("collection", "demo-operator"))
        {
            await collection.Put("clock", new { businessTime = time });
        }

        foreach (var service in Services)
        {
            using var api = platform.As(service, "demo-operator");
            await new Progress($"业务时钟 {service}").Until(
                async () =>
                {
                    var shown = (await api.Get("clock")).GetProperty("businessTime").GetDateTimeOffset();
                    return (0, shown >= time && shown < time.AddDays(1) ? 1 : 0, 1);
                },
                TimeSpan.FromMinutes(1));
        }
    }
}
