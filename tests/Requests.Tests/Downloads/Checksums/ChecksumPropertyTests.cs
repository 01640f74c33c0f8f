using System.Security.Cryptography;
using CsCheck;

namespace Requests.Tests.Downloads.Checksums;

/// <summary>Any file of checksums and any digest field is read or refused.</summary>
[Trait(Property.Kind, Property.Name)]
public class ChecksumPropertyTests
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static readonly Grammar Files = new(
        [
            $"{Hash}  a.zip\n{Hash} *./b/c.zip\r\n",
            $"SHA256 (a (1).zip) = {Hash}\n# x\nMD5(a)= d41d8cd98f00b204e9800998ecf8427e\n",
            $"\\{Hash}  a\\\\b\\n.zip\n", $"sha256:{Hash}\n",
            $"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{Hash}  a\n- -b\n-----BEGIN PGP SIGNATURE-----\nx\n",
        ],
        "\n", "\r\n", "  ", " *", "\\", "(", ") = ", "SHA512", "sha256:", Hash, "d41d8cd98f00b204e9800998ecf8427e", "a.zip", "./", "/",
        "..", "-----BEGIN PGP SIGNED MESSAGE-----", "-----BEGIN PGP SIGNATURE-----", "- ", "#", "\ufeff");

    private static readonly Grammar Digests = new(
        [
            "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:, md5=:CY9rzUYh03PK3k6DJie09g==:;a=b",
            "a=(1 2);b, sha-512=:z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==:",
        ],
        ":", "::", ",", ";", "=", "\"", "(", ")", "sha-256=", "sha-512=", "sha-256", "?1", "A", "AAAA", " ");

    private static readonly Gen<string> Names = Gen.String[Gen.Char["abcXYZ 01.-_()*\\\n\r\u00e9\u65e5="], 1, 20];

    [Fact]
    public void Every_file_of_checksums_is_read_or_refused() => Property.Holds(
        Files.Texts,
        static text => Property.FailsWithModuleErrors(() =>
        {
            var sum = ChecksumFile.Parse(text, "SUMS").Find(["x", "a.zip"], null).ToString();
            Assert.Equal(sum, Checksum.Parse(sum).ToString());
        }));

    [Fact]
    public void A_name_is_read_as_sha256sum_and_BSD_write_it() => Property.Holds(Names, static name =>
    {
        if (name.Trim() != name || name is "." or "-") return;
        var escaped = name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal);
        var mark = escaped == name ? "" : "\\";
        foreach (var line in (string[])[$"{mark}{Hash}  {escaped}", $"{mark}{Hash} *{escaped}", $"{mark}SHA256 ({escaped}) = {Hash}"])
        {
            var found = ChecksumFile.Parse($"{line}\n{Hash.Replace('9', '8')}  another\n", "SUMS").Find(["v1", name], null);
            Assert.Equal($"sha256:{Hash}", found.ToString());
        }
    });

    [Fact]
    public void The_time_to_read_files_of_checksums_grows_linearly() =>
        Property.IsLinear(Files, static text => ChecksumFile.Parse(text, "SUMS"));

    [Fact]
    public void Every_digest_field_is_read() => Property.Holds(Digests.Texts, static text =>
    {
        foreach (var digest in DigestField.Parse(text)) Assert.StartsWith("sha", digest.ToString(), StringComparison.Ordinal);
    });

    [Fact]
    public void A_digest_is_read_as_it_was_written() => Property.Holds(Gen.Byte.Array[32], static bytes =>
    {
        var digest = Assert.Single(DigestField.Parse($"a=1, sha-256=:{Convert.ToBase64String(bytes)}:;b"));
        Assert.True(digest.IsSame(new Checksum(HashAlgorithmName.SHA256, bytes)));
    });

    [Fact]
    public void The_time_to_read_digest_fields_grows_linearly() => Property.IsLinear(Digests, static text => DigestField.Parse(text));
}
