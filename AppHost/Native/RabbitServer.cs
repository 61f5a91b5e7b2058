using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Guzhang.AppHost.Native;

/// <summary>
/// A private RabbitMQ of this installation with a port mapper (epmd) of its own, both on loopback only, neither known
/// to any other RabbitMQ or Erlang program on the machine.
/// </summary>
public sealed class RabbitServer
{
    public const string AdminUser = "admin";
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private readonly Installation home;
    private readonly RabbitDefinitions definitions;
    private ChildProcess? portMapper;
    private ChildProcess? process;

    /// <param name="home">the installation it belongs to</param>
    /// <param name="definitions">users, virtual hosts and rights, set anew at every start</param>
    public RabbitServer(Installation home, RabbitDefinitions definitions)
    {
        this.home = home;
        this.definitions = definitions;
    }

    public ChildProcess Process => process ?? throw new InvalidOperationException("RabbitMQ is not started.");

    public int Port { get; private set; }

    public int ManagementPort { get; private set; }

    public int PortMapperPort { get; private set; }

    public string AdminPassword => home.Secrets.Get("rabbitmq", "admin");

    private string Folder => Path.Combine(home.Folder, "rabbitmq");

    /// <summary>Address of the management pages and interface, without user and password.</summary>
    public Uri Management => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ManagementPort}"));

    /// <summary>The address that a user connects to; the default virtual host / is written %2F.</summary>
    public Uri Address(string user, string password, string virtualHost) =>
        new(string.Create(CultureInfo.InvariantCulture, $"amqp://{user}:{password}@127.0.0.1:{Port}/{Uri.EscapeDataString(virtualHost)}"));

    public async Task StartAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Program))
        {
            throw new StartFailedException("RabbitMQ is not installed: ./run installs it (package rabbitmq-server)");
        }
        PortMapperPort = home.State.Port("epmd");
        Port = home.State.Port("rabbitmq");
        ManagementPort = home.State.Port("rabbitmq-management");
        WriteSettings();
        var environment = ServerEnvironment();
        portMapper = home.Start(new ChildSpec("epmd", "epmd", ["-port", PortMapperPort.ToString(CultureInfo.InvariantCulture), "-address", "127.0.0.1"])
        {
            Environment = environment,
            WithoutPrefixes = ["RABBITMQ_", "ERL_"],
            Log = home.Log("epmd"),
        });
        process = home.Start(new ChildSpec("rabbitmq", Program, ["-noinput", "+B", "i"])
        {
            Environment = environment,
            WithoutPrefixes = ["RABBITMQ_", "ERL_"],
            WorkingDirectory = Folder,
            Log = home.Log("rabbitmq"),
            Patience = TimeSpan.FromSeconds(20),
        });
        await process.UntilAsync(CanConnectAsync, TimeSpan.FromSeconds(120), cancellation);
    }

    public async Task StopAsync()
    {
        if (process is not null)
        {
            await home.StopAsync(process);
            process = null;
        }
        if (portMapper is not null)
        {
            await home.StopAsync(portMapper);
            portMapper = null;
        }
    }

    /// <summary>A client of the management interface, signed in as administrator.</summary>
    public HttpClient ManagementClient()
    {
        var client = new HttpClient { BaseAddress = Management, Timeout = TimeSpan.FromSeconds(20) };
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{AdminUser}:{AdminPassword}"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        return client;
    }

    private void WriteSettings()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "conf.d"));
        SecretFolder.Write(Path.Combine(Folder, "definitions.json"), definitions.With(new BrokerUser(AdminUser, AdminPassword, IsAdministrator: true)).ToJson());
        SecretFolder.Write(Path.Combine(Folder, "rabbitmq.conf"), $"""
            listeners.tcp.default = 127.0.0.1:{Port}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {ManagementPort}
            prometheus.tcp.ip = 127.0.0.1
            prometheus.tcp.port = {home.State.Port("rabbitmq-prometheus")}
            load_definitions = {Path.Combine(Folder, "definitions.json")}
            {string.Join('\n', Topology.RabbitMqSettings)}
            log.console = true
            log.console.level = info
            log.file = false

            """);
        File.WriteAllText(Path.Combine(Folder, "enabled_plugins"), "[rabbitmq_management,rabbitmq_prometheus].\n");
        File.WriteAllText(Path.Combine(Folder, "advanced.config"), "[].\n");
        File.WriteAllText(Path.Combine(Folder, "env.conf"), "");
        var cookie = Path.Combine(Folder, ".erlang.cookie");
        SecretFolder.Write(cookie, home.Secrets.Get("rabbitmq", "cookie"));
        File.SetUnixFileMode(cookie, UnixFileMode.UserRead);
    }

    private Dictionary<string, string> ServerEnvironment() => new()
    {
        ["HOME"] = Folder,
        ["RABBITMQ_NODENAME"] = $"guzhang-{home.State.Id[..12]}@localhost",
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = Port.ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_DIST_PORT"] = home.State.Port("rabbitmq-distribution").ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        // The start script then becomes the server, which takes SIGTERM itself; its input is closed by -noinput.
        ["RABBITMQ_ALLOW_INPUT"] = "true",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_EPMD_PORT"] = PortMapperPort.ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(Folder, "data"),
        ["RABBITMQ_LOG_BASE"] = home.Logs,
        ["RABBITMQ_LOGS"] = "-",
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(Folder, "rabbitmq.conf"),
        ["RABBITMQ_CONFIG_FILES"] = Path.Combine(Folder, "conf.d"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(Folder, "advanced.config"),
        ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(Folder, "env.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(Folder, "enabled_plugins"),
        ["RABBITMQ_PID_FILE"] = Path.Combine(Folder, "rabbitmq.pid"),
    };

    private async Task<bool> CanConnectAsync(CancellationToken cancellation)
    {
        try
        {
            var factory = new ConnectionFactory { Uri = Address(AdminUser, AdminPassword, "/"), RequestedConnectionTimeout = TimeSpan.FromSeconds(5) };
            await using var connection = await factory.CreateConnectionAsync(cancellation);
            using var management = ManagementClient();
            using var answer = await management.GetAsync(new Uri("/api/overview", UriKind.Relative), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException or HttpRequestException or IOException)
        {
            return false;
        }
    }
}
