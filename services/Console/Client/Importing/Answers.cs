namespace Guzhang.Console.Client.Importing;

/// <summary>How far an import has come.</summary>
public sealed record ImportProgress(Guid Id, int FormYear, bool DryRun, string State, string? Reason, int Read, int Added, int Changed, int Unchanged, int Refused)
{
    public bool Runs => State == "running";

    /// <summary>In words.</summary>
    public string Says => State switch
    {
        "running" => "正在处理",
        "done" => DryRun ? "试导完成，没有入库" : "导入完成",
        _ => "没有完成",
    };
}

/// <summary>An import in the list.</summary>
public sealed record ImportLine(string Officer, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, ImportProgress Progress);

/// <summary>What is wrong with a row.</summary>
public sealed record RowFindings(int Row, IReadOnlyList<Finding> Findings);

/// <summary>A broken rule: <c>error</c> refuses the row, <c>warning</c> does not.</summary>
public sealed record Finding(string Rule, string Field, string Severity, string Message);
