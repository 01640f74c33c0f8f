using Microsoft.AspNetCore.OData;
using Microsoft.OData.ModelBuilder;
using Requests.ODataServer;

// Serves a list of OData in pages of 100 at http://127.0.0.1:PORT/odata/Orders until the process is stopped.
var model = new ODataConventionModelBuilder();
model.EntitySet<Order>("Orders");
var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.Services.AddControllers().AddOData(options => options
    .AddRouteComponents("odata", model.GetEdmModel())
    .Count().Filter().OrderBy().Select().SkipToken().SetMaxTop(maxTopValue: null));
var app = builder.Build();
app.MapControllers();
await app.RunAsync($"http://127.0.0.1:{args[0]}");
