using static Requests.Tests.Caching.Facts.ResponseSource;

namespace Requests.Tests.Caching.Facts;

/// <summary>How long a response is fresh: max-age, Expires, Age and Date.</summary>
public class FreshnessFactTests
{
    private static readonly CacheFact[] Facts =
    [
        new("A response without a time and a validator is not reused", Server, "Content-Type: text/plain"),
        new("A response is reused within max-age", Cache, "Cache-Control: max-age=3600"),
        new("A response is not reused when max-age has passed", Server, "Cache-Control: max-age=2"),
        new("A response is not reused with max-age=0", Server, "Cache-Control: max-age=0") { Wait = 0 },
        new("max-age can be the largest number of 31 bits", Cache, "Cache-Control: max-age=2147483647"),
        new("max-age can be a number of 32 bits", Cache, "Cache-Control: max-age=2147483648"),
        new("max-age can be a number of 32 bits and one more", Cache, "Cache-Control: max-age=2147483649"),
        new("max-age can be longer than 32 bits", Cache, "Cache-Control: max-age=99999999999"),
        new("max-age can be longer than any number", Cache, "Cache-Control: max-age=99999999999999999999999999"),
        new("max-age with leading zeros is a number", Cache, "Cache-Control: max-age=003600"),
        new("The name of max-age has any case", Cache, "Cache-Control: mAx-AgE=3600"),
        new("max-age beside an unknown directive counts", Cache, "Cache-Control: new-idea, max-age=3600"),
        new("max-age takes precedence over an Expires of the past", Cache, "Cache-Control: max-age=3600", "Expires: @-600", "Date: @0"),
        new("max-age takes precedence over an invalid Expires", Cache, "Cache-Control: max-age=3600", "Expires: 0", "Date: @0"),
        new("max-age=0 takes precedence over an Expires of the future", Server, "Cache-Control: max-age=0", "Expires: @600", "Date: @0"),
        new("A negative max-age is stale", Server, "Cache-Control: max-age=-3600"),
        new("A private cache ignores s-maxage beside max-age", Server, "Cache-Control: s-maxage=3600, max-age=1"),
        new("A private cache ignores s-maxage of another line", Server, "Cache-Control: max-age=1", "Cache-Control: s-maxage=3600"),
        new("A private cache ignores s-maxage alone", Server, "Cache-Control: s-maxage=3600"),
        new("Age counts against max-age", Server, "Cache-Control: max-age=3600", "Date: @0", "Age: 7200"),
        new("An old Date counts against max-age", Server, "Cache-Control: max-age=3600", "Date: @-7200"),

        new("A quoted max-age is a number", Cache, "Cache-Control: max-age=\"3600\""),
        new("max-age in single quotes is stale", Server, "Cache-Control: max-age='3600'"),
        new("A quoted text before max-age is not read as directives", Server, "Cache-Control: x=\"max-age=3600\", max-age=1"),
        new("A quoted text after max-age is not read as directives", Server, "Cache-Control: max-age=1, x=\"max-age=3600\""),
        new("A quoted text with a comma is one argument", Cache, "Cache-Control: x=\"a, no-store, b\", max-age=3600"),
        new("max-age with a space before the equals sign is read", Cache, "Cache-Control: max-age =3600"),
        new("max-age with a space after the equals sign is read", Cache, "Cache-Control: max-age= 3600"),
        new("max-age with a fraction of zero is stale", Server, "Cache-Control: max-age=3600.0"),
        new("max-age with a fraction is stale", Server, "Cache-Control: max-age=3600.5"),
        new("max-age that begins with a letter is stale", Server, "Cache-Control: max-age=a3600"),
        new("max-age that ends with a letter is stale", Server, "Cache-Control: max-age=3600a"),
        new("Of two values of max-age a stale second one does not prolong it", Server, "Cache-Control: max-age=1, max-age=3600"),
        new("Of two lines of max-age a second one does not prolong it", Server, "Cache-Control: max-age=1", "Cache-Control: max-age=3600"),

        new("An Age that is not a number is ignored", Cache, "Cache-Control: max-age=3600", "Age: old"),
        new("A negative Age is ignored", Cache, "Cache-Control: max-age=3600", "Age: -7200"),
        new("An Age with a fraction is ignored", Cache, "Cache-Control: max-age=3600", "Age: 7200.0"),
        new("Age can be the largest number of 31 bits", Server, "Cache-Control: max-age=3600", "Age: 2147483647"),
        new("Age can be a number of 32 bits", Server, "Cache-Control: max-age=3600", "Age: 2147483648"),
        new("Age can be longer than any number", Server, "Cache-Control: max-age=3600", "Age: 99999999999999999999999"),
        new("The first of two values of Age counts, an old one", Server, "Cache-Control: max-age=3600", "Age: 7200, 0"),
        new("The first of two values of Age counts, a young one", Cache, "Cache-Control: max-age=3600", "Age: 0, 7200"),
        new("The first of two lines of Age counts, an old one", Server, "Cache-Control: max-age=3600", "Age: 7200", "Age: 0"),
        new("The first of two lines of Age counts, a young one", Cache, "Cache-Control: max-age=3600", "Age: 0", "Age: 7200"),
        new("The same Age twice counts once", Cache, "Cache-Control: max-age=10000", "Age: 3600", "Age: 3600"),

        new("A response is reused before Expires", Cache, "Expires: @3600", "Date: @0"),
        new("A response is not reused after Expires", Server, "Expires: @-3600", "Date: @0"),
        new("A response is not reused when Expires is its Date", Server, "Expires: @0", "Date: @0") { Wait = 0 },
        new("Expires is compared with Date where both are ahead", Server, "Expires: @300", "Date: @400"),
        new("Expires 0 is stale", Server, "Expires: 0", "Date: @0"),
        new("Expires counts from the time of arrival where Date is invalid", Cache, "Date: soon", "Expires: @10") { Wait = 0 },
        new("Age counts against Expires minus a slow Date", Server, "Date: @-10", "Expires: @10", "Age: 25") { Wait = 0 },
        new("Age counts against Expires minus a fast Date", Server, "Date: @10", "Expires: @20", "Age: 15") { Wait = 0 },
        new("Expires can be after the year 2038", Cache, "Expires: Tue, 19 Jan 2038 14:14:08 GMT", "Date: @0"),
        new("Expires can be centuries ahead", Cache, "Expires: Sun, 21 Nov 2286 04:46:39 GMT", "Date: @0"),
        new("Expires can have the format of RFC 850", Cache, "Expires: Thursday, 18-Aug-50 02:01:18 GMT", "Date: @0"),
        new("Expires can have the format of asctime", Cache, "Expires: Thu Aug  8 02:01:18 2050", "Date: @0"),
        new("Expires with a weekday in capitals is a date", Cache, "Expires: THU, 18 Aug 2050 02:01:18 GMT", "Date: @0"),
        new("Expires with a month in capitals is a date", Cache, "Expires: Thu, 18 AUG 2050 02:01:18 GMT", "Date: @0"),
        new("Expires with GMT in another case is a date", Cache, "Expires: Thu, 18 Aug 2050 02:01:18 gMT", "Date: @0"),
        new("Expires in UTC is invalid", Server, "Expires: Thu, 18 Aug 2050 02:01:18 UTC", "Date: @0"),
        new("Expires in another zone is invalid", Server, "Expires: Thu, 18 Aug 2050 02:01:18 AEST", "Date: @0"),
        new("Expires with a year of two digits is invalid", Server, "Expires: Thu, 18 Aug 50 02:01:18 GMT", "Date: @0"),
        new("Expires without a comma is invalid", Server, "Expires: Thu 18 Aug 2050 02:01:18 GMT", "Date: @0"),
        new("Expires with several spaces is invalid", Server, "Expires: Thu, 18  Aug  2050 02:01:18 GMT", "Date: @0"),
        new("Expires with dashes and a long year is invalid", Server, "Expires: Thu, 18-Aug-2050 02:01:18 GMT", "Date: @0"),
        new("Expires with periods in its time is invalid", Server, "Expires: Thu, 18 Aug 2050 02.01.18 GMT", "Date: @0"),
        new("Expires with an hour of one digit is invalid", Server, "Expires: Thu, 18 Aug 2050 2:01:18 GMT", "Date: @0"),
        new(
            "Expires of two different lines is invalid",
            Server,
            "Expires: Thu, 18 Aug 2050 02:01:18 GMT",
            "Expires: Thu, 18 Aug 2050 02:01:19 GMT",
            "Date: @0"),
    ];

    public static TheoryData<string> Names => CacheFact.Names(Facts);

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_response_is_fresh_as_its_headers_say(string fact) => CacheFact.CheckAsync(Facts, fact);
}
