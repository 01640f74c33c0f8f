BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url

    # Returns a mocked response with this body and type.
    function Get-Mocked(
        [object] $Body, [string] $Type = 'application/json', [int] $Status = 200, [string] $Reason, [hashtable] $Options = @{}
    ) {
        $session = New-RequestSession
        Add-RequestAdapter $session mock:// (
            New-MockAdapter @{ Body = $Body; StatusCode = $Status; Reason = $Reason; Headers = @{ 'Content-Type' = $Type } }
        )
        Invoke-Request mock://h/ -Session $session @Options
    }
}

AfterAll { Stop-TestServer $server }

Describe 'Readers of one response' {
    It 'continue where the first one stopped' {
        $r = Invoke-Request "$url/lines/5000" -Stream
        $first = @($r.IterLines() | Select-Object -First 18)
        $rest = @($r.IterLines())
        $first.Count + $rest.Count | Should -Be 5000
        $rest[0] | Should -BeLike 'line 18 of *'
    }

    It 'read one line at a time, as next(lines) does' {
        $r = Invoke-Request "$url/lines/5" -Stream
        $lines = $r.IterLines().GetEnumerator()
        $null = $lines.MoveNext()
        $lines.Current | Should -BeLike 'line 0 *'
        @($r.IterLines()).Count | Should -Be 4
    }
}

Describe 'JSON' {
    It 'keeps a lone surrogate in values and names' {
        $o = (Get-Mocked '{"a\ud83d":"\ud800x","b":"\ude00\ud83d","c":"\ud83c\udf89\"\\\/\b\f\n\r\t\u00e9"}').Json()
        $o.PSObject.Properties.Name | Should -Be "a$([char]0xd83d)", 'b', 'c'
        $o."a$([char]0xd83d)" | Should -BeExactly "$([char]0xd800)x"
        $o.b | Should -BeExactly "$([char]0xde00)$([char]0xd83d)"
        $o.c | Should -BeExactly "🎉`"\/`b`f`n`r`té"
        (Get-Mocked '["\ud83d"]' -Options @{ As = 'Json' }) | Should -BeExactly "$([char]0xd83d)"
    }

    It 'refuses <Name> with an error, also while it arrives' -ForEach @(
        @{ Name = 'Latin-1'; Body = [byte[]](0x5b, 0x22, 0xfc, 0x22, 0x5d); Id = 'JsonDecodeError' }
        @{ Name = 'Latin-1 after an escape'; Body = [byte[]](0x5b, 0x22, 0x5c, 0x6e, 0xfc, 0x22, 0x5d); Id = 'JsonDecodeError' }
        @{ Name = 'Latin-1 in a name'; Body = [byte[]](0x5b, 0x7b, 0x22, 0xfc, 0x22, 0x3a, 0x31, 0x7d, 0x5d); Id = 'JsonDecodeError' }
        @{ Name = 'an empty name'; Body = '[{"":1}]'; Id = 'JsonConversionError' }
        @{ Name = 'an endless number'; Body = "[$('9' * 100000)]"; Id = 'JsonConversionError' }
        @{ Name = 'too deep nesting'; Body = '[' * 100000; Id = 'JsonDecodeError' }
        @{ Name = 'half an escape'; Body = '["\ud8"]'; Id = 'JsonDecodeError' }
    ) {
        $r = Get-Mocked $Body
        $caught = try { $r.Json() } catch [Requests.ResponseException] { $_.Exception }
        $caught.Response | Should -Be $r
        $caught.Request | Should -Not -BeNullOrEmpty
        $problem = @(Get-Mocked $Body -Options @{ As = 'Json'; ErrorAction = 'Continue' } 2>&1)
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $problem[0].Exception.Response.StatusCode | Should -Be 200
    }

    It 'keeps an empty name in a dictionary' { (Get-Mocked '{"":1}').Json($true)[''] | Should -Be 1 }

    It 'reads numbers that are too large for a double' { (Get-Mocked '[1e999]').Json() | Should -Be ([double]::PositiveInfinity) }

    It 'emits values that follow each other' {
        $body = "{`"a`":1}`n{`"a`":2}{`"a`":3}`n"
        (Get-Mocked $body -Options @{ As = 'Json' }).a | Should -Be 1, 2, 3
    }

    It 'reports type and status of a body that is not JSON' {
        $page = Get-Mocked '<!DOCTYPE html><title>secret</title>' 'text/html; charset=utf-8' 203 'Non-Authoritative Information'
        $caught = try { $page.Json() } catch [Requests.JsonDecodeException] { $_.Exception }
        $caught.Message | Should -Be 'The body is text/html (203 Non-Authoritative Information), not JSON: <!DOCTYPE html…'
        $caught = try { (Get-Mocked '').Json() } catch [Requests.JsonDecodeException] { $_.Exception }
        $caught.Message | Should -BeLike 'The body is empty, application/json (200*), which is not JSON*'
        $caught = try { (Get-Mocked '{"token": secret}').Json() } catch [Requests.JsonDecodeException] { $_.Exception }
        $caught.Message | Should -BeLike 'The body, application/json (200*), is not JSON: line 1 column 11*'
    }
}

Describe 'Event streams' {
    It 'are refused with another media type: <_>' -ForEach @{}, @{ Reconnect = $true } {
        $problem = @(Get-Mocked "data: 1`n`n" 'text/html' -Options (@{ As = 'Events'; ErrorAction = 'Continue' } + $_) 2>&1)
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UnexpectedContentType,*'
        $problem[0].Exception.Message | Should -BeLike 'The response is text/html (200*'
    }
}

Describe 'The error message of a server' {
    It 'is found in <Name>' -ForEach @(
        @{ Name = 'problem details'; Body = '{"title":"Bad input.","detail":"It is wrong."}'; Message = 'Bad input. It is wrong.' }
        @{
            Name    = 'problem details without a full stop'
            Body    = '{"title":"Not found","detail":"No such user"}'
            Message = 'Not found: No such user'
        }
        @{
            Name    = 'ASP.NET'
            Body    = '{"title":"One or more validation errors occurred.","status":400,' +
                '"errors":{"Name":["The Name field is required."],"$.age":["Not a number."]}}'
            Message = 'One or more validation errors occurred. Name: The Name field is required.; $.age: Not a number.'
        }
        @{
            Name    = 'problem details with a list'
            Body    = '{"title":"Invalid","errors":[{"detail":"must be positive","pointer":"#/age"}]}'
            Message = 'Invalid: must be positive'
        }
        @{
            Name    = 'OCI'
            Body    = '{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown","detail":{"Tag":"x"}}]}'
            Message = 'manifest unknown'
        }
        @{
            Name    = 'GraphQL'
            Body    = '{"data":null,"errors":[{"message":"Cannot query"},{"message":"Syntax error"}]}'
            Message = 'Cannot query; Syntax error'
        }
        @{
            Name    = 'GitHub'
            Body    = '{"message":"Validation Failed","errors":[{"resource":"Issue","message":"title is missing"}]}'
            Message = 'Validation Failed: title is missing'
        }
        @{ Name = 'errors as texts'; Body = '{"errors":["one","two"]}'; Message = 'one; two' }
        @{ Name = 'Vault'; Body = '{"errors":["permission denied"]}'; Message = 'permission denied' }
        @{ Name = 'reason'; Body = '{"reason":"no such index","status":404}'; Message = 'no such index' }
        @{
            Name    = 'Elasticsearch'
            Body    = '{"error":{"root_cause":[],"type":"x","reason":"no such index [a]"},"status":404}'
            Message = 'no such index [a]'
        }
        @{ Name = 'results'; Body = '{"results":[{"id":1,"errors":[{"message":"too long"}]}]}'; Message = 'too long' }
        @{ Name = 'text'; Body = '{"code":7,"text":"out of stock"}'; Message = 'out of stock' }
        @{
            Name    = 'OData 3'
            Body    = '{"odata.error":{"code":"X","message":{"lang":"en","value":"Resource not found"}}}'
            Message = 'Resource not found'
        }
        @{ Name = 'OData 4'; Body = '{"error":{"code":"BadRequest","message":"Invalid filter"}}'; Message = 'Invalid filter' }
        @{ Name = 'OAuth 2'; Body = '{"error":"invalid_grant","error_description":"The code expired"}'; Message = 'The code expired' }
        @{
            Name    = 'S3'
            Type    = 'application/xml'
            Body    = '<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchKey</Code>' +
                '<Message>The specified key does not exist.</Message><Key>a</Key></Error>'
            Message = 'The specified key does not exist. (NoSuchKey)'
        }
        @{
            Name    = 'SOAP 1.1'
            Type    = 'text/xml'
            Body    = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>' +
                '<faultcode>s:Client</faultcode><faultstring>Bad id</faultstring></s:Fault></s:Body></s:Envelope>'
            Message = 'Bad id'
        }
        @{
            Name    = 'SOAP 1.2'
            Type    = 'application/soap+xml'
            Body    = '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault>' +
                '<e:Code><e:Value>e:Sender</e:Value></e:Code>' +
                '<e:Reason><e:Text xml:lang="en">Bad name</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>'
            Message = 'Bad name'
        }
        @{
            Name    = 'SOAP 1.1 with a detail'
            Type    = 'text/xml; charset=utf-8'
            Body    = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>' +
                '<faultcode>a:InternalServiceFault</faultcode><faultstring>The call failed.</faultstring><detail><ExceptionDetail>' +
                '<HelpLink/><Type>X</Type><Message>No row 5</Message></ExceptionDetail></detail></s:Fault></s:Body></s:Envelope>'
            Message = 'The call failed. No row 5 (InternalServiceFault)'
        }
        @{
            Name    = 'SOAP 1.2 with a subcode'
            Type    = 'application/soap+xml'
            Body    = '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault>' +
                '<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:MessageTimeout</e:Value></e:Subcode></e:Code>' +
                '<e:Reason><e:Text xml:lang="en">Too late</e:Text></e:Reason><e:Detail><m:Max xmlns:m="urn:m">P5M</m:Max></e:Detail>' +
                '</e:Fault></e:Body></e:Envelope>'
            Message = 'Too late: P5M (MessageTimeout)'
        }
        @{
            Name    = 'OData'
            Type    = 'application/xml'
            Body    = '<?xml version="1.0"?><m:error xmlns:m="http://docs.oasis-open.org/odata/ns/metadata"><m:code>BadFilter</m:code>' +
                '<m:message xml:lang="en">The filter is wrong.</m:message></m:error>'
            Message = 'The filter is wrong. (BadFilter)'
        }
        @{
            Name    = 'XML that ends early'
            Type    = 'application/xml'
            Body    = '<Error><Code>Busy</Code><Message>Slow down</Message><RequestId'
            Message = 'Slow down (Busy)'
        }
        @{
            Name    = 'a page'
            Type    = 'text/html'
            Body    = "<html><head><title>`n 502 Bad &amp; Gateway </title></head>"
            Message = '502 Bad & Gateway'
        }
        @{ Name = 'a heading'; Type = 'text/html'; Body = '<html><h1>Access <b>Denied</b></h1>'; Message = 'Access Denied' }
        @{ Name = 'plain text'; Type = 'text/plain'; Body = 'Try later'; Message = 'Try later' }
    ) {
        $type = $Type ? $Type : 'application/problem+json'
        $problem = @(Get-Mocked $Body $type 400 'Bad Request' @{ RaiseForStatus = $true; ErrorAction = 'Continue' } 2>&1)
        ($problem[0].ErrorDetails.Message -split '\r?\n', 2)[1] | Should -Be $Message
        $caught = try { (Get-Mocked $Body $type 400 'Bad Request').RaiseForStatus() } catch [Requests.HttpErrorException] { $_.Exception }
        $caught.Message | Should -BeLike '400 Client Error: Bad Request for url: mock://h/*'
        ($caught.Message -split '\r?\n', 2)[1] | Should -Be $Message
    }

    It 'is not read from XML entities or from a broken body: <_>' -ForEach @(
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Error><Message>&x;</Message></Error>'
        '<Error'
        '{"message":'
        '{"errors":{"a":{"b":{"c":{"d":{"e":{"f":{"message":"deep"}}}}}}}}'
    ) {
        $type = $_.StartsWith('<') ? 'application/xml' : 'application/json'
        $problem = @(Get-Mocked $_ $type 400 'Bad Request' @{ RaiseForStatus = $true; ErrorAction = 'Continue' } 2>&1)
        $problem[0].ErrorDetails.Message | Should -Be '400 Client Error: Bad Request for url: mock://h/'
    }
}
