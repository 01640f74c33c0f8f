namespace Requests.Tests.Downloads.Checksums;

/// <summary>Tests lines of files of checksums as they were published.</summary>
public class PublishedChecksumFileTests
{
    // Debian 12, dists/bookworm/main/installer-amd64/current/images/SHA256SUMS, of November 2026.
    private const string Debian = """
        1a6682d09b162760acb1af01bc574e5e5ba90b771ae07613ea66ffd6a97d724a  ./MANIFEST
        4cd281df38081da777d3dfee233c787bf836ae850ac6e72f901f7fac1118a3ed  ./MANIFEST.udebs
        a65fb5ab4c6e8b9d158bf2fe07df6052d3e5ace94e75b0a0dec82cf0f9ca7bba  ./MD5SUMS
        09abc1d8548c99e790db5fd7e34394e4daa211d655b6b5b5ab41c0b7c04cf9d9  ./cdrom/debian-cd_info.tar.gz
        07ddcc5beaa7afb5d0403c6b1fd2309e8a06d8689d5dd7c8a3ab4d53474a720a  ./cdrom/gtk/debian-cd_info.tar.gz
        7bf2f4a79da78d8d0e32463a30d7189c7454bdd19456ad59914eecf6387e2fa2  ./cdrom/gtk/initrd.gz
        d8808aa4ca188560da1e6d749dcb930c87a5fd8b11ebff1f3fa6d728af35203d  ./cdrom/gtk/vmlinuz
        032102f9f735fa8589172af616303cde2570275496ca6a9424c2763cb46e5675  ./cdrom/initrd.gz
        b11478896267ec1e3213d40825d8f248c9ec62cfa34cfb89dd22538c72476e48  ./netboot/debian-installer/amd64/boot-screens/syslinux.cfg
        b11478896267ec1e3213d40825d8f248c9ec62cfa34cfb89dd22538c72476e48  ./netboot/pxelinux.cfg/default
        8f26d5d5969df3fc87956ab51e2e10de926b5fa32cc6995bcbc0c8f79aa09558  ./netboot/xen/initrd.gz
        d8808aa4ca188560da1e6d749dcb930c87a5fd8b11ebff1f3fa6d728af35203d  ./netboot/xen/vmlinuz
        52e81e28229c047427819ed79a9149010caea9bdc390cf5ea249a7090d8147be  ./udeb.list

        """;

    // A release on GitHub: DamianEdwards/kusto-cli, checksums.txt.
    private const string Release = """
        5bce865ca298388b28299fbbf1aedc1485479d39537e9bf4670d4724e77553f3  install.ps1
        c00e6beb5c7d6e37e0f03da364e86adf51b1defe3f9f19ab6e5df7233b53351e  install.sh

        """;

    // FreeBSD ports, ftp/curl/distinfo.
    private const string Bsd = """
        TIMESTAMP = 1619198385
        SHA256 (curl-7.76.1.tar.xz) = 64bb5288c39f0840c07d077e30d9052e1cbb9fa6c2dc52523824cc859e679145
        SIZE (curl-7.76.1.tar.xz) = 2427636

        """;

    [Theory]
    [InlineData(Debian, "images/MANIFEST", "1a6682d09b162760acb1af01bc574e5e5ba90b771ae07613ea66ffd6a97d724a")]
    [InlineData(Debian, "images/udeb.list", "52e81e28229c047427819ed79a9149010caea9bdc390cf5ea249a7090d8147be")]
    [InlineData(Debian, "images/cdrom/initrd.gz", "032102f9f735fa8589172af616303cde2570275496ca6a9424c2763cb46e5675")]
    [InlineData(Debian, "images/cdrom/gtk/initrd.gz", "7bf2f4a79da78d8d0e32463a30d7189c7454bdd19456ad59914eecf6387e2fa2")]
    [InlineData(Debian, "netboot/pxelinux.cfg/default", "b11478896267ec1e3213d40825d8f248c9ec62cfa34cfb89dd22538c72476e48")]
    [InlineData(Debian, "mirror/vmlinuz", "d8808aa4ca188560da1e6d749dcb930c87a5fd8b11ebff1f3fa6d728af35203d")]
    [InlineData(Release, "releases/download/v1/install.sh", "c00e6beb5c7d6e37e0f03da364e86adf51b1defe3f9f19ab6e5df7233b53351e")]
    [InlineData(Release, "releases/download/v1/install.ps1", "5bce865ca298388b28299fbbf1aedc1485479d39537e9bf4670d4724e77553f3")]
    [InlineData(Bsd, "download/curl-7.76.1.tar.xz", "64bb5288c39f0840c07d077e30d9052e1cbb9fa6c2dc52523824cc859e679145")]
    public void The_hash_of_a_file_is_found(string text, string path, string expected)
    {
        foreach (var lines in new[] { text, text.ReplaceLineEndings("\r\n"), text.TrimEnd() })
        {
            Assert.Equal($"sha256:{expected}", ChecksumFile.Parse(lines, "SUMS").Find(path.Split('/'), null).ToString());
        }
    }

    [Theory]
    [InlineData(Debian, "mirror/initrd.gz", "has several hashes for 'initrd.gz' that differ")]
    [InlineData(Debian, "images/SHA256SUMS", "has no line for 'SHA256SUMS'")]
    [InlineData(Release, "releases/download/v1/tool.zip", "has no line for 'tool.zip': it has 'install.ps1', 'install.sh'.")]
    [InlineData(Bsd, "download/curl-7.76.2.tar.xz", "has no line for 'curl-7.76.2.tar.xz': it has 'curl-7.76.1.tar.xz'.")]
    public void A_file_that_is_not_listed_once_is_an_error(string text, string path, string message)
    {
        var error = Assert.Throws<ChecksumFileException>(() => ChecksumFile.Parse(text, "SUMS").Find(path.Split('/'), null));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
