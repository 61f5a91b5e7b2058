using Microsoft.AspNetCore.Builder;

namespace Guzhang.ServiceDefaults;

/// <summary>The body of every service's Program.cs.</summary>
public static class ServiceProgram
{
    /// <summary>
    /// Creates and runs a service until it is stopped. An unusable setting ends it with one line on standard error and
    /// exit code 78 (EX_CONFIG), not with a stack trace; a part of it that has to end it sets the exit code.
    /// </summary>
    public static async Task<int> RunAsync(Func<string[], Task<WebApplication>> create, string[] args)
    {
        try
        {
            await using var app = await create(args);
            await app.RunAsync();
            return Environment.ExitCode; // not 0 where a part of the service had to end it
        }
        catch (SettingException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 78;
        }
    }
}
