using System.Diagnostics;
using Guzhang.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Guzhang.ServiceDefaults.Http;

/// <summary>Writes every problem as application/problem+json, whatever the client accepts, with a Chinese title.</summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        var status = problem.Status ??= http.Response.StatusCode;
        if (string.IsNullOrEmpty(problem.Title) || problem.Title == ReasonPhrases.GetReasonPhrase(status))
            problem.Title = ProblemTexts.Title(status);
        problem.Detail ??= ProblemTexts.Detail(status);
        if (problem.Type?.StartsWith("https://tools.ietf.org/", StringComparison.Ordinal) == true)
            problem.Type = null;
        problem.Extensions.TryAdd("traceId", Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier);
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(problem, problem.GetType(), ContractJson.Options, "application/problem+json");
    }
}
