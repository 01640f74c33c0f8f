namespace Requests;

/// <summary>Defines the members of JSON by which APIs describe a list that has several pages. Paths are compared in any case.</summary>
internal static class PageMarks
{
    private static readonly Dictionary<string, PageMark> Paths = Create(
        (PageMark.Link,
            "@odata.nextLink odata.nextLink @nextLink nextLink next_link nextUrl next_url nextPageUrl next_page_url next_page_uri "
                + "nextRecordsUrl "
                + "links.next links.next.href links.next.url links.pages.next _links.next _links.next.href next.href next.url next.link "
                + "paging.next.href paging.next.url paging.next.link paging.next_url paging.nextLink "
                + "pagination.next.href pagination.next.url pagination.next_url pagination.next_link pagination.nextUrl "
                + "pagination.nextLink pagination.next_page_url pagination.links.next meta.pagination.links.next "
                + "meta.next_page_url meta.next_page_uri meta.next_url meta.links.next __next d.__next"),
        (PageMark.UrlOrCursor, "next next_page nextPage paging.next pagination.next pagination.next_page meta.next info.next page.next"),
        (PageMark.Count,
            "@odata.count odata.count @count count total totalCount total_count totalResults total_results totalItems total_items "
                + "totalElements total_elements totalRecords total_records totalSize page.totalElements page.total paging.total "
                + "pagination.total pagination.total_count pagination.totalCount pagination.total_items meta.total meta.total_count "
                + "meta.totalCount meta.pagination.total __count d.__count @odata.totalCount hydra:totalItems hits.total hits.total.value"),
        (PageMark.More, "metadata.continue"),
        (PageMark.Previous,
            "prev previous previousLink previous_link prev_url previous_url prev_page previous_page prevPage previousPage "
                + "links.prev links.prev.href links.previous links.previous.href _links.prev _links.prev.href _links.previous "
                + "_links.previous.href prev.href prev.url previous.href previous.url paging.prev paging.previous pagination.prev "
                + "pagination.previous pagination.prev_page pagination.prev_url pagination.links.previous "
                + "meta.pagination.links.previous meta.prev meta.links.prev meta.prev_page_url info.prev page.prev"),
        (PageMark.First, "first page.first pagination.first meta.first"),
        (PageMark.Items,
            "value items data results result resources records entries values elements objects rows list content nodes member "
                + "hydra:member d d.results data.items data.results hits.hits"));

    private static readonly Dictionary<string, PageMark> Names = Create(
        (PageMark.More,
            "has_more hasMore hasNextPage has_next_page has_next hasNext nextPageToken next_page_token next_cursor nextCursor nextToken "
                + "next_token nextMarker next_marker"),
        (PageMark.Last, "isLastPage isLast is_last is_last_page"),
        (PageMark.Previous, "hasPreviousPage hasPrevPage has_previous_page has_previous hasPrevious"),
        (PageMark.First, "isFirstPage isFirst is_first is_first_page"));

    /// <summary>Returns what a member means.</summary>
    /// <param name="path">The path of the member.</param>
    /// <param name="name">The last name of the path.</param>
    internal static PageMark Find(string path, string name) =>
        Paths.TryGetValue(path, out var mark) || Names.TryGetValue(name, out mark) ? mark : PageMark.None;

    private static Dictionary<string, PageMark> Create(params (PageMark Mark, string Paths)[] marks) =>
        marks.SelectMany(static item => item.Paths.Split(' ').Select(path => KeyValuePair.Create(path, item.Mark)))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
}
