using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Guzhang.Collection.Sealing;

/// <summary>What does not open is never shown as something else: a 409 that says so, and a line in the log with the laborer's id.</summary>
internal sealed partial class BrokenSeals(IProblemDetailsService problems, ILogger<BrokenSeals> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not SealBrokenException broken)
        {
            return false;
        }

        Log(log, broken.Laborer);
        var problem = new ProblemDetails
        {
            Status = StatusCodes.Status409Conflict,
            Title = "资料无法读取",
            Detail = "密封的个人信息与其人员或密钥不符，可能已被改动；未显示也未更改任何内容，请联系系统管理员由备份恢复。",
        };
        if (broken.Laborer is { } laborer)
        {
            problem.Extensions["laborer"] = laborer;
        }

        context.Response.StatusCode = StatusCodes.Status409Conflict;
        await problems.WriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "sealed data of laborer {Laborer} does not open: it was changed, moved, or sealed with another key")]
    private static partial void Log(ILogger log, Guid? laborer);
}
