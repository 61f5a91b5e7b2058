using System.IO.Compression;

namespace Guzhang.Collection.ImportingWorkbooks;

/// <summary>
/// How much a workbook may hold once it is unpacked, told by the directory of the archive before anything is; nothing more than that is
/// ever unpacked. The defaults fit a million people: some 4 kB of sheet each, and a tenth of that in strings of their own.
/// </summary>
/// <param name="Unpacked">Bytes of all parts.</param>
/// <param name="InMemory">Bytes of the parts that are kept in memory while the sheet is read: shared strings, styles.</param>
internal sealed record WorkbookLimits(long Unpacked, long InMemory)
{
    private const long Megabyte = 1_000_000;

    /// <summary>No sheet people fill in packs so well; below this size it doesn't matter.</summary>
    private const int MostPacking = 100;

    private const long SmallPart = 50 * Megabyte;

    /// <summary>The settings Imports:UnpackedMegabytes and Imports:InMemoryMegabytes.</summary>
    public static WorkbookLimits Of(IConfiguration settings) => new(
        settings.GetValue("Imports:UnpackedMegabytes", 8_000L) * Megabyte, settings.GetValue("Imports:InMemoryMegabytes", 500L) * Megabyte);

    /// <summary>Looks at the directory of an .xlsx.</summary>
    /// <exception cref="WorkbookException">It holds too much, or has no directory.</exception>
    public void Check(Stream file)
    {
        file.Position = 0;
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            var (all, inMemory) = (0.0, 0.0);
            foreach (var part in archive.Entries)
            {
                all += part.Length;
                inMemory += part.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal) || part.FullName.StartsWith("xl/media/", StringComparison.Ordinal) ? 0 : part.Length;
                if (part.Length > SmallPart && part.Length / MostPacking > part.CompressedLength)
                {
                    throw TooLarge();
                }
            }

            if (all > Unpacked || inMemory > InMemory)
            {
                throw TooLarge();
            }
        }
        catch (InvalidDataException damaged)
        {
            throw new WorkbookException("文件已损坏，读不完整：请重新保存后再导入", damaged);
        }
    }

    private static WorkbookException TooLarge() => new("工作簿解压后过大：请只保留采集表一张工作表，仍然过大的请分成几个文件导入");
}
