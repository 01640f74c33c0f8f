using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OData.Query;
using Microsoft.AspNetCore.OData.Routing.Controllers;

namespace Requests.ODataServer;

/// <summary>Responds with the list of 1,050 orders, in pages of 100.</summary>
public sealed class OrdersController : ODataController
{
    private static readonly Order[] Orders = [.. Enumerable.Range(1, 1050).Select(id => new Order(id, $"Customer {id % 7}", id * 1.25m))];

    /// <summary>Returns the orders that the query selects.</summary>
    [HttpGet]
    [EnableQuery(PageSize = 100)]
    public IQueryable<Order> Get() => Orders.AsQueryable();
}
