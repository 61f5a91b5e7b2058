namespace Guzhang.Collection.WritingSheets;

/// <summary>A file that has no name any more: it is gone with the process, whatever ends it.</summary>
internal static class NamelessFile
{
    /// <summary>An empty one, readable by nobody else.</summary>
    public static FileStream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"guzhang-{Guid.NewGuid():n}");
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            Options = FileOptions.Asynchronous,
        });
        File.Delete(path);
        return file;
    }

    /// <summary>One with what comes in.</summary>
    public static async Task<FileStream> Of(Stream body, CancellationToken cancel)
    {
        var file = Create();
        try
        {
            await body.CopyToAsync(file, cancel);
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}
