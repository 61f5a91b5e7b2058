namespace Guzhang.AppHost.Aspire;

/// <summary>Where the dashboard listens, unless whoever starts it says otherwise: what a launch profile would hold.</summary>
internal static class Dashboard
{
    public static void Configure()
    {
        Default("ASPNETCORE_URLS", "http://127.0.0.1:18888");
        Default("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://127.0.0.1:18889");
        Default("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", "http://127.0.0.1:18890");
        // Loopback only; its pages ask for the token that the start prints.
        Default("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true");
    }

    private static void Default(string name, string value)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
