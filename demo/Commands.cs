using Guzhang.Demo.Answers;
using Guzhang.Demo.Generation;
using Guzhang.Demo.History;
using Guzhang.Demo.Workbooks;

namespace Guzhang.Demo;

/// <summary>
/// <c>generate --out FILE [--seed N] [--size N]</c> writes the workbook, <c>answers --out FILE</c> the known answers (and beside
/// them the rules by row, each month's table, the counts of the extracts), <c>extracts --out DIR</c> the extracts of the two
/// systems, <c>load …</c> brings the county and its months into a running platform and compares, <c>scan --local DIR</c> looks
/// for its people in everything that the installation keeps.
/// </summary>
public static class Commands
{
    public static async Task<int> Run(string[] args)
    {
        try
        {
            var options = new Options(args.AsSpan(Math.Min(1, args.Length)));
            switch (args.FirstOrDefault())
            {
                case "generate":
                    FirstWorkbook.Write(options.Required("out"), County(options));
                    return 0;
                case "answers":
                    WriteAnswers(options.Required("out"), Months.Of(County(options)));
                    return 0;
                case "extracts":
                    var collected = new Ledger();
                    collected.Take(Months.Of(County(options))[0]);
                    Extracts.TwoSystems.Of(collected).Write(Directory.CreateDirectory(options.Required("out")).FullName);
                    return 0;
                case "load":
                    return await Loading.Loader.Run(options);
                case "scan":
                    return await Scanning.ScanCommand.Run(options);
                default:
                    Console.Error.WriteLine("用法：generate --out FILE [--seed N] [--size N] | answers --out FILE [--seed N] [--size N] | extracts --out DIR [--seed N] [--size N] | load --collection URL --verification URL --subsidy URL --jobmatching URL --reporting URL --identity URL --credentials FILE --out DIR | scan --local DIR");
                    return 2;
            }
        }
        catch (DemoException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    /// <summary>The county of <c>--seed</c> and <c>--size</c>, or the default one.</summary>
    public static IReadOnlyList<MadeRow> County(Options options)
    {
        try
        {
            return new County(options.Number("seed", Generation.County.DefaultSeed), (int)options.Number("size", Generation.County.DefaultSize)).Make();
        }
        catch (ArgumentException e)
        {
            throw new DemoException(e.Message, e);
        }
    }

    private static void WriteAnswers(string path, IReadOnlyList<Moment> moments)
    {
        var answers = KnownAnswers.Of(moments);
        File.WriteAllText(path, answers.DispatchJson());
        string Beside(string name) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, name);
        File.WriteAllText(Beside("rules.csv"), answers.RulesCsv());
        File.WriteAllText(Beside("findings.csv"), answers.FindingsCsv());
        var collected = new Ledger();
        collected.Take(moments[0]);
        File.WriteAllText(Beside("extracts.json"), Extracts.TwoSystems.Of(collected).AnswersJson());
        foreach (var (month, table) in answers.Months)
        {
            File.WriteAllText(Beside($"dispatch-{month}.json"), KnownAnswers.Json(table));
        }
    }
}
