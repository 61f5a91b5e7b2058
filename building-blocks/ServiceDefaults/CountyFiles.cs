using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Guzhang.Contracts;

namespace Guzhang.ServiceDefaults;

/// <summary>The policy files in the folder County:Directory.</summary>
public sealed class CountyFiles
{
    private readonly string directory;

    private CountyFiles(string directory) => this.directory = directory;

    /// <summary>Makes a policy from files.</summary>
    /// <exception cref="SettingException">A file is missing, or <paramref name="make"/> finds it unusable (a <see cref="FormatException"/> says why).</exception>
    public static T Load<T>(string directory, Func<CountyFiles, T> make)
    {
        try
        {
            return make(new CountyFiles(directory));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException or KeyNotFoundException)
        {
            throw new SettingException($"县级政策文件不可用（County:Directory = {directory}）：{e.Message}", e);
        }
    }

    /// <summary>Reads a file of the folder.</summary>
    public CountyFile Read(string file) => new(file, File.ReadAllText(Path.Combine(directory, file)));
}

/// <summary>The text of a policy file.</summary>
public sealed record CountyFile(string Name, string Text)
{
    /// <summary>Version and content: an edited file is another policy even where its version was left as it was.</summary>
    public string Identity(string version) => $"{version}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))[..12]}";

    /// <summary>Reads the text as JSON.</summary>
    /// <exception cref="JsonException">It has not the shape of <typeparamref name="T"/>; the message names the file.</exception>
    public T Parse<T>(JsonSerializerOptions? options = null)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Text, options ?? ContractJson.Options) ?? throw new JsonException("empty");
        }
        catch (JsonException e)
        {
            throw new JsonException($"{Name}: {e.Message}", e);
        }
    }
}
