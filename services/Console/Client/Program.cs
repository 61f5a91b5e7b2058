using Guzhang.Console.Client;
using Guzhang.Console.Client.CheckingForms;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
var http = new HttpClient { BaseAddress = new Uri(builder.HostEnvironment.BaseAddress) };
builder.Services.AddSingleton(http);
var county = await County.Fetch(http);
builder.Services.AddSingleton(county);
FormCheck.Use(county);
await builder.Build().RunAsync();
