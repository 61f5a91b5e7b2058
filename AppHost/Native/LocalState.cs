using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guzhang.AppHost.Native;

/// <summary>A program that we started: stopped by its pid only while the start time matches.</summary>
public sealed record RunningProcess(string Name, int Pid, string Started, Signal StopSignal);

/// <summary>
/// What an installation remembers from start to start: its id, its ports, and what runs. Written whole on every change.
/// </summary>
public sealed class LocalState
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly string file;
    private readonly Lock gate = new();
    private Content content;

    private LocalState(string file, Content content)
    {
        this.file = file;
        this.content = content;
    }

    /// <summary>Chosen at random on first run; tells an installation from an older one in the same folder.</summary>
    public string Id => content.Id;

    public IReadOnlyDictionary<string, int> Ports => content.Ports;

    public IReadOnlyList<RunningProcess> Processes => content.Processes;

    /// <summary>Reads the state; a folder that was copied or moved here keeps its ports, but owns no process.</summary>
    public static LocalState Load(string file)
    {
        var stored = File.Exists(file) ? JsonSerializer.Deserialize<Content>(File.ReadAllText(file), Json) : null;
        var content = stored ?? new Content(Guid.NewGuid().ToString("N"), file, new Dictionary<string, int>(), []);
        var state = new LocalState(file, content.File == file ? content : content with { File = file, Processes = [] });
        if (state.content != stored)
        {
            state.Save();
        }
        return state;
    }

    /// <summary>The remembered port of this name if it is still free, otherwise the preferred one, otherwise any.</summary>
    public int Port(string name, int? preferred = null)
    {
        lock (gate)
        {
            if (content.Ports.TryGetValue(name, out var known) && FreePorts.IsFree(known))
            {
                return known;
            }
            var port = preferred is { } wished && FreePorts.IsFree(wished) ? wished : FreePorts.Choose([.. content.Ports.Values]);
            content = content with { Ports = new SortedDictionary<string, int>(content.Ports.ToDictionary()) { [name] = port } };
            Save();
            return port;
        }
    }

    internal void Remember(RunningProcess process)
    {
        lock (gate)
        {
            content = content with { Processes = [.. content.Processes, process] };
            Save();
        }
    }

    internal void Forget(int pid)
    {
        lock (gate)
        {
            content = content with { Processes = [.. content.Processes.Where(process => process.Pid != pid)] };
            Save();
        }
    }

    private void Save()
    {
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(content, Json));
        File.Move(file + ".new", file, overwrite: true);
    }

    private sealed record Content(string Id, string File, IReadOnlyDictionary<string, int> Ports, IReadOnlyList<RunningProcess> Processes);
}
