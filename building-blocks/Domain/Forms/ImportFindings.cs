namespace Guzhang.Domain.Forms;

/// <summary>What is found about a row of a workbook beside the rules of the form: who else stands in it, and whose record it would change.</summary>
public static class ImportFindings
{
    /// <summary>The person is on record in a place that is not the caller's (SEC-02).</summary>
    public static Finding OnRecordElsewhere { get; } =
        new("SEC-02", FieldNames.Town, Severity.Error, "此人已由其他乡镇建档，不在您的管辖范围内；如确已迁移，请由县专班更新。");

    /// <summary>The row is about a place that is not the caller's (SEC-02).</summary>
    public static Finding Elsewhere { get; } =
        new("SEC-02", FieldNames.Town, Severity.Error, "该人员不在您的管辖范围内，请由所在乡镇导入。");

    /// <summary>The person stands in an earlier row, which counts (F02).</summary>
    public static Finding InEarlierRow(int row) =>
        new("F02", FieldNames.ResidentId, Severity.Error, $"此人与本工作簿第{row}行是同一个人，一人只能有一行：请核对后只保留正确的一行。");
}
