using System.Text;

namespace Requests.Tests.Downloads.Checksums;

/// <summary>Files of checksums in the forms that Debian, GitHub releases, BSD and OpenSSL publish.</summary>
public class ChecksumFileTests
{
    private const string Md5 = "d41d8cd98f00b204e9800998ecf8427e";
    private const string A = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private const string B = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";
    private const string Sha512 = "ee26b0dd4af7e749aa1a8ee3c10ae9923f618980772e473f8819a5d4940e0db2"
        + "7ac185f8a0e1d5f84f88bc887fd67b143732c304cc5fa9ad8e6f57f50028a8ff";

    // As in https://cdimage.debian.org/debian-cd/current/amd64/iso-cd/SHA256SUMS.
    private const string Debian = $"{B}  debian-13.0.0-amd64-netinst.iso\n{A}  debian-edu-13.0.0-amd64-netinst.iso\n";

    // As in dists/trixie/main/installer-amd64/current/images/SHA256SUMS.
    private const string Installer = $"{B}  ./netboot/gtk/mini.iso\n{A}  ./netboot/mini.iso\n{B}  ./MANIFEST\n";

    // As Fedora signs its BSD style file.
    private const string Signed = $"""
        outside  {B}
        {B}  Server.iso
        -----BEGIN PGP SIGNED MESSAGE-----
        Hash: SHA256

        # Server.iso: 2632974336 bytes
        SHA256 (Server.iso) = {A}
        - -----BEGIN OF A LINE WITH DASHES
        -----BEGIN PGP SIGNATURE-----

        iQIzBAEBCAAdFiEEMWpgQGDZbDyAdPDT+N0a7ZZ0CbQFAmYbFrIACgkQ+N0a7ZZ0
        -----END PGP SIGNATURE-----
        {B}  Server.iso
        """;

    public static TheoryData<string, string, string, string> Lines() => new()
    {
        { "Debian", Debian, "debian-cd/debian-edu-13.0.0-amd64-netinst.iso", A },
        { "a name that is the end of another", Debian, "debian-13.0.0-amd64-netinst.iso", B },
        { "paths, the shorter", Installer, "images/netboot/mini.iso", A },
        { "paths, the longer", Installer, "images/netboot/gtk/mini.iso", B },
        { "a path that the URL does not have", Installer, "elsewhere/MANIFEST", B },
        { "binary mode of GNU", $"{A} *tool.zip\r\n{B} *tool.tar.gz\r\n", "v1/tool.zip", A },
        { "GitHub release, upper case", $"{A.ToUpperInvariant()}  tool.zip\n", "tool.zip", A },
        { "a single blank", $"{A} tool.zip\n", "tool.zip", A },
        { "a tab", $"{A}\ttool.zip\n", "tool.zip", A },
        { "a folder", $"{A}  v1/tool.zip\n{B}  v2/tool.zip", "download/v1/tool.zip", A },
        { "a line without a folder", $"{A}  tool.zip\n{B}  v2/tool.zip", "download/v1/tool.zip", A },
        { "the folder in which the hashes were made", $"{A}  dist/tool.zip\n{B}  dist/tool.tar.gz", "download/v1/tool.zip", A },
        { "that folder with two algorithms", $"{Md5}  dist/tool.zip\n{A}  dist/tool.zip", "download/v1/tool.zip", A },
        { "two folders with the same hash", $"{A}  x64/tool.zip\n{A}  build/x64/tool.zip", "download/v1/tool.zip", A },
        { "a longer folder before another", $"{B}  dist/tool.zip\n{A}  v1/tool.zip", "download/v1/tool.zip", A },
        { "a name before another folder", $"{B}  dist/tool.zip\n{A}  tool.zip", "download/v1/tool.zip", A },
        { "a folder of Windows", $"{A}  .\\v1\\tool.zip\n{B}  other", "download/v1/tool.zip", A },
        { "BSD", $"SHA256 (tool (1).zip) = {A}\nSHA256 (other) = {B}\n", "tool (1).zip", A },
        { "OpenSSL 1", $"SHA256(tool.zip)= {A}\n", "tool.zip", A },
        { "OpenSSL 3", $"SHA2-256(tool.zip)= {A}\n", "tool.zip", A },
        { "Base64", $"SHA256 (tool.zip) = {Convert.ToBase64String(Convert.FromHexString(A))}\n", "tool.zip", A },
        { "an escaped name", $"\\{A}  a\\\\b\\nc.zip\n{B}  other", "a\\b\nc.zip", A },
        { "an escaped BSD name", $"\\SHA256 (a\\\\b.zip) = {A}\n{B}  other", "a\\b.zip", A },
        { "a name with blanks", $"{A}  a file.zip\n{B}  file.zip", "a file.zip", A },
        { "a hash alone", $"{A}\n", "tool.zip", A },
        { "a hash alone without a line end", A, "tool.zip", A },
        { "a hash of the standard input", $"{A}  -\n", "tool.zip", A },
        { "a hash with its algorithm", $"sha256:{A}\n", "tool.zip", A },
        { "a hash of certutil", $"SHA256 hash of tool.zip:\r\n{A}\r\nCertUtil: -hashfile command completed.\r\n", "tool.zip", A },
        { "comments", $"# {B}  tool.zip\n; {B}  tool.zip\n\n{A}  tool.zip\n", "tool.zip", A },
        { "the same line twice", $"{A}  tool.zip\n{A}  ./tool.zip\n", "tool.zip", A },
        { "a signed text", Signed, "Server.iso", A },
        { "other algorithms", $"{Md5}  tool.zip\nSHA256 (tool.zip) = {A}\nBLAKE2b (tool.zip) = {Sha512}\n", "tool.zip", A },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void The_line_of_a_file_is_found(string form, string text, string path, string expected)
    {
        Assert.NotEmpty(form);
        Assert.Equal($"sha256:{expected}", ChecksumFile.Parse(text, "SUMS").Find(path.Split('/'), null).ToString());
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_byte_order_mark_names_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Debian)];

        Assert.Equal($"sha256:{B}", ChecksumFile.Parse(bytes, "SUMS").Find(["debian-13.0.0-amd64-netinst.iso"], null).ToString());
    }

    [Fact]
    public void The_strongest_algorithm_is_used_unless_one_is_named()
    {
        var file = ChecksumFile.Parse($"{Md5}  a\n{Sha512}  a\n{A}  a\n", "SUMS");

        Assert.StartsWith("sha512:", file.Find(["a"], null).ToString(), StringComparison.Ordinal);
        Assert.Equal($"md5:{Md5}", file.Find(["a"], HashAlgorithms.Find("md5")).ToString());
    }

    [Theory]
    [InlineData($"{A}  other\n", "has no line for 'tool.zip': it has 'other'.")]
    [InlineData($"{A}  a\n{A}  b\n{A}  c\n{A}  d\n", "it has 4 names, such as 'a', 'b', 'c'.")]
    [InlineData($"{A}  Tool.zip\n", "has no line for 'tool.zip'")]
    [InlineData($"{A}  tool.zip\n{B}  tool.zip\n", "has several hashes for 'tool.zip' that differ")]
    [InlineData(
        $"{A}  v2/tool.zip\n{B}  v3/tool.zip\n",
        $"has several hashes for 'tool.zip' that differ: sha256:{A} of 'v2/tool.zip' and sha256:{B} of 'v3/tool.zip'.")]
    [InlineData($"{A}  v2/Tool.zip\n", "has no line for 'tool.zip': it has 'v2/Tool.zip'.")]
    [InlineData($"{A}\n{B}\n", "has several hashes for 'tool.zip' that differ")]
    [InlineData($"{A}\n{B}  other\n", "has no line for 'tool.zip'")]
    [InlineData($"BLAKE2s (tool.zip) = {A}\n", "no hash of 'tool.zip' that can be used: it has BLAKE2s")]
    [InlineData("<!DOCTYPE html><p>Not found</p>", "it has no checksums")]
    public void A_file_without_one_hash_of_the_name_is_an_error(string text, string message)
    {
        var error = Assert.Throws<ChecksumFileException>(() => ChecksumFile.Parse(text, "SUMS").Find(["v1", "tool.zip"], null));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("The file of checksums 'SUMS' has ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_algorithm_must_be_in_the_file()
    {
        var error = Assert.Throws<ChecksumFileException>(
            () => ChecksumFile.Parse(Debian, "SUMS").Find(["debian-13.0.0-amd64-netinst.iso"], HashAlgorithms.Find("sha512")));

        Assert.EndsWith("it has SHA256, and SHA512 was requested.", error.Message, StringComparison.Ordinal);
    }
}
