using System.Diagnostics;
using System.Threading.Channels;
using Guzhang.Collection.Sealing;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Collection.ImportingWorkbooks;

/// <summary>An accepted workbook that waits to be read. Key: what its refused rows are sealed with.</summary>
internal sealed record ImportJob(
    Guid Id, FileStream File, Workbook Workbook, byte[] Key, int FormYear, Caller Caller, bool DryRun, ActivityContext? Trace);

/// <summary>Workbooks waiting in this process; one is read at a time.</summary>
internal sealed class ImportQueue
{
    private readonly Channel<ImportJob> _jobs = Channel.CreateBounded<ImportJob>(16);

    public ValueTask Add(ImportJob job, CancellationToken cancel) => _jobs.Writer.WriteAsync(job, cancel);

    public IAsyncEnumerable<ImportJob> Jobs(CancellationToken cancel) => _jobs.Reader.ReadAllAsync(cancel);
}

/// <summary>Reads waiting workbooks, one after the other.</summary>
internal sealed partial class ImportRunner(ImportQueue queue, Imports imports, ImportRows rows, ILogger<ImportRunner> log) : BackgroundService
{
    private static readonly ActivitySource Spans = new("Guzhang.Collection");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await imports.FailInterrupted(stoppingToken);
        await foreach (var job in queue.Jobs(stoppingToken))
        {
            using var span = Spans.StartActivity("import workbook", ActivityKind.Internal, job.Trace ?? default);
            await using var file = job.File;
            try
            {
                await rows.Run(job, stoppingToken);
                await imports.End(job.Id, "done", null, stoppingToken);
            }
            catch (WorkbookException bad)
            {
                await imports.End(job.Id, "failed", bad.Message, stoppingToken);
            }
            catch (SealBrokenException broken)
            {
                Failed(log, job.Id, broken);
                await imports.End(job.Id, "failed", $"在册人员（编号 {broken.Laborer}）密封的资料无法读取，可能已被改动：请联系系统管理员由备份恢复", stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(log, job.Id, failure);
                await imports.End(job.Id, "failed", "系统故障，请重新上传同一文件（已入库的行不会重复）", stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "import {Import} failed")]
    private static partial void Failed(ILogger log, Guid import, Exception failure);
}
