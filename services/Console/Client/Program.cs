using Guzhang.Console.Client.CheckingForms;
using Guzhang.Console.Client.FilingForms;
using Guzhang.Console.Client.Shell;
using Guzhang.Console.Client.Showing;
using Guzhang.Console.Client.Talking;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Microsoft.JSInterop;
using MudBlazor;
using MudBlazor.Services;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
var origin = new Uri(builder.HostEnvironment.BaseAddress);
builder.Services.AddMudServices(mud =>
{
    mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
    mud.SnackbarConfiguration.PreventDuplicates = true;
});
builder.Services.AddSingleton<MudLocalizer, ChineseTexts>();
builder.Services.AddSingleton(services => new Session(
    new HttpClient { BaseAddress = origin, Timeout = TimeSpan.FromSeconds(20) }, services.GetRequiredService<IJSRuntime>()));
builder.Services.AddSingleton(services => new HttpClient(new OwnPageHandler(services.GetRequiredService<Session>())) { BaseAddress = origin });
builder.Services.AddSingleton<Api>();
builder.Services.AddSingleton<Names>();
builder.Services.AddSingleton<Officers>();
builder.Services.AddSingleton<Departures>();
builder.Services.AddSingleton<Drafts>();
builder.Services.AddSingleton<Places>();
var files = County.Fetch(new HttpClient { BaseAddress = origin });
var county = await files;
builder.Services.AddSingleton(county);
FormCheck.Use(county);
var host = builder.Build();
await host.Services.GetRequiredService<Session>().Refresh();
host.Services.GetRequiredService<Drafts>(); // asks when somebody leaves, whether or not their page was opened
await host.RunAsync();
