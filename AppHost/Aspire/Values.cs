using Guzhang.AppHost.Native;
using Guzhang.AppHost.Planning;

namespace Guzhang.AppHost.Aspire;

/// <summary>
/// What stands for a placeholder under Aspire: a parameter for a secret, an endpoint of a resource, a path. In development
/// secrets and files are those of an installation in .local/aspire; once published, parameters and folders of the container.
/// </summary>
internal sealed class Values
{
    private readonly IDistributedApplicationBuilder builder;
    private readonly Repository repository;
    private readonly bool published;
    private readonly Dictionary<string, EndpointReference> endpoints = [];
    private readonly Dictionary<string, IResourceBuilder<ParameterResource>> parameters = [];

    public Values(IDistributedApplicationBuilder builder, Repository repository)
    {
        this.builder = builder;
        this.repository = repository;
        published = builder.ExecutionContext.IsPublishMode;
        Home = new Installation(Path.Combine(repository.Local, "aspire"));
    }

    /// <summary>Secrets, files and the demo's results in development.</summary>
    public Installation Home { get; }

    /// <summary>Makes an endpoint known by the name that placeholders use.</summary>
    public void Know(string name, EndpointReference endpoint) => endpoints.Add(name, endpoint);

    public EndpointReference Endpoint(string name) => endpoints[name];

    /// <summary>The parameter of a secret.</summary>
    public IResourceBuilder<ParameterResource> Secret(Placeholder secret)
    {
        var name = secret.Name.Replace('/', '-');
        if (!parameters.TryGetValue(name, out var parameter))
        {
            parameter = published ? builder.AddParameter(name, secret: true) : builder.AddParameter(name, () => Home.Secrets.Get(secret), secret: true);
            parameters.Add(name, parameter);
        }
        return parameter;
    }

    /// <summary>A value of the plan as an expression that Aspire fills, or writes into what it publishes.</summary>
    public ReferenceExpression Expression(string template, string owner)
    {
        var expression = new ReferenceExpressionBuilder();
        foreach (var (text, placeholder) in Placeholder.Parts(template))
        {
            if (placeholder is { } value)
            {
                Append(expression, value, owner);
            }
            else
            {
                // A literal is a format there: braces of JSON are doubled.
                expression.AppendLiteral(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
            }
        }
        return expression.Build();
    }

    private void Append(ReferenceExpressionBuilder expression, Placeholder placeholder, string owner)
    {
        switch (placeholder)
        {
            case { Kind: "secret" }:
                expression.AppendFormatted(Secret(placeholder).Resource);
                break;
            case { Kind: "public" } when published:
                expression.AppendFormatted(Address(placeholder.Name).Resource);
                break;
            case { Kind: "address" or "public" }:
                expression.AppendFormatted(endpoints[placeholder.Name].Property(EndpointProperty.Url));
                break;
            case { Kind: "host" }:
                expression.AppendFormatted(endpoints[placeholder.Name].Property(EndpointProperty.Host));
                break;
            case { Kind: "port" }:
                expression.AppendFormatted(endpoints[placeholder.Name].Property(EndpointProperty.Port));
                break;
            case { Kind: "eventstoredb" }:
                expression.AppendLiteral("esdb://");
                expression.AppendFormatted(endpoints[AspirePlan.EventStoreDb].Property(EndpointProperty.HostAndPort));
                expression.AppendLiteral("?tls=false");
                break;
            default:
                expression.AppendLiteral(Text(placeholder, owner));
                break;
        }
    }

    /// <summary>The address by which browsers and services know a service that is published: only whoever runs it knows.</summary>
    private IResourceBuilder<ParameterResource> Address(string service)
    {
        var name = $"{service}-address";
        if (!parameters.TryGetValue(name, out var parameter))
        {
            parameter = builder.AddParameter(name);
            parameters.Add(name, parameter);
        }
        return parameter;
    }

    private string Text(Placeholder placeholder, string owner) => placeholder switch
    {
        { Kind: "installation" } => "platform",
        { Kind: "county" } => published ? $"{AspirePlan.CountyMount}/{Path.GetFileName(Topology.County)}" : repository.County,
        { Kind: "folder" or "file" } when published => $"{AspirePlan.Home}/{placeholder.Name}",
        { Kind: "folder", Name: "secrets" } => Home.Secrets.Of(owner),
        { Kind: "file" } => Path.Combine(Home.Folder, placeholder.Name, owner),
        _ => throw new InvalidOperationException($"nothing is known of {placeholder}"),
    };
}
