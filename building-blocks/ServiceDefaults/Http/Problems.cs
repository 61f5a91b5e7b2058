using Guzhang.ServiceDefaults.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Npgsql;

namespace Guzhang.ServiceDefaults.Http;

/// <summary>Every error answer is a problem document (RFC 9457) in Chinese, and nothing a client sends is a 500.</summary>
internal static class Problems
{
    public static void AddProblems(this IServiceCollection services)
    {
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>(); // before the framework's own, which obeys Accept
        services.AddProblemDetails();
        services.AddExceptionHandler<ExceptionAnswers>();
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(pages => pages.HttpContext.WriteProblem(pages.HttpContext.Response.StatusCode));
        app.Use(RefuseUnknownCharset);
    }

    public static async Task WriteProblem(this HttpContext context, int status, string? detail = null, Action<ProblemDetails>? more = null)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail };
        more?.Invoke(problem);
        context.Response.StatusCode = status;
        await context.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
    }

    /// <summary>The framework's JSON reader throws on a charset it doesn't know, which would be a 500.</summary>
    private static Task RefuseUnknownCharset(HttpContext context, RequestDelegate next)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.Charset.HasValue || Known(type))
            return next(context);
        return context.WriteProblem(StatusCodes.Status415UnsupportedMediaType, "不支持 Content-Type 中的字符集，请使用 utf-8。");

        static bool Known(MediaTypeHeaderValue type)
        {
            try
            {
                return type.Encoding is not null;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }
}

internal sealed class ExceptionAnswers : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var (status, detail) = exception switch
        {
            BadHttpRequestException bad => (bad.StatusCode, ProblemTexts.Detail(bad)),
            UnusableRequestException unusable => (StatusCodes.Status400BadRequest, unusable.Message),
            OutOfScopeException scope => (StatusCodes.Status403Forbidden, scope.Message),
            // A NUL character in a text: PostgreSQL can't store it.
            PostgresException { SqlState: "22021" or "22P05" } => (StatusCodes.Status400BadRequest, "内容中含有不能保存的字符（空字符）。"),
            _ when IsOutage(exception) => (StatusCodes.Status503ServiceUnavailable, "系统繁忙或数据库暂时不可用，请稍后再试。"),
            InvalidDataException when context.Request.HasFormContentType => (StatusCodes.Status400BadRequest, "提交的表单内容无法解析。"),
            _ => (0, ""),
        };
        if (status == 0)
            return false;
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "2";
        await context.WriteProblem(status, detail);
        return true;
    }

    /// <summary>The database is down, starts, or has no session left within the time: nothing the client sent, and over by itself.</summary>
    private static bool IsOutage(Exception? exception) =>
        exception is NpgsqlException { IsTransient: true } || (exception is not null && IsOutage(exception.InnerException));
}

/// <summary>What was sent can't be used; the message tells the sender, in Chinese, what to mend. Answered with 400.</summary>
public sealed class UnusableRequestException(string message) : Exception(message);
