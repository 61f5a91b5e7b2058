using System.Globalization;

namespace Guzhang.Demo.Loading;

/// <summary>One line that moves on a terminal; elsewhere a line every few seconds of whatever takes longer.</summary>
public sealed class Progress(string what)
{
    private DateTime _next = DateTime.UtcNow.AddSeconds(2);

    public void Show(int done, int of)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{what}：{done}/{of}");
        if (!Console.IsOutputRedirected)
        {
            Console.Write($"\r{text}    ");
        }
        else if (DateTime.UtcNow >= _next)
        {
            _next = DateTime.UtcNow.AddSeconds(5);
            Console.WriteLine(text);
        }
    }

    public void Done(string result)
    {
        Clear();
        Console.WriteLine($"{what}：{result}");
    }

    /// <summary>Asks until the answer is there; where it does not come in time, says what was missing.</summary>
    public async Task<T> Until<T>(Func<Task<(T Value, int Done, int Of)>> ask, TimeSpan patience)
    {
        var deadline = DateTime.UtcNow + patience;
        while (true)
        {
            var (value, done, of) = await ask();
            Show(done, of);
            if (done >= of)
            {
                Clear();
                return value;
            }

            if (DateTime.UtcNow > deadline)
            {
                throw new DemoException($"{what}：{patience.TotalSeconds:0} 秒内没有完成，停在 {done}/{of}");
            }

            await Task.Delay(250);
        }
    }

    /// <summary>What is written next begins its own line.</summary>
    private static void Clear()
    {
        if (!Console.IsOutputRedirected)
        {
            Console.Write($"\r{new string(' ', 60)}\r");
        }
    }
}
