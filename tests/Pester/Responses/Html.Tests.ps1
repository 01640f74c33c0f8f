# Tests the document, the links and the forms of pages, and Submit-HtmlForm, with the test server and with DokuWiki.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $hasWiki = (Test-Peer php) -and (Test-Path /usr/share/dokuwiki/doku.php)
    if (-not $hasWiki -and $env:CI) { throw 'DokuWiki is not installed: apt-get install dokuwiki php-cli' }
    if (-not $hasWiki) { Write-Warning 'DokuWiki is not installed; the tests against it are skipped.' }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = "$($server.Url)/html"

    # A session whose server returns a page, and repeats what is posted to it.
    function New-PageSession([string] $Page) {
        $session = New-RequestSession http://page.test/
        $reply = {
            param($Request)
            if ($Request.Method -eq 'POST') { return @{ StatusCode = 400; Body = "sent: $($Request.Body.GetText())" } }
            @{ Body = $Page; Headers = @{ 'Content-Type' = 'text/html' } }
        }.GetNewClosure()
        Add-RequestAdapter $session http:// (New-ScriptAdapter $reply)
        $session
    }
}

AfterAll { Stop-TestServer $server }

Describe 'The document of a page' {
    It 'is an object of AngleSharp with absolute URLs' {
        $document = (Invoke-Request "$url/home").Html()
        $document.GetType().FullName | Should -Be 'AngleSharp.Html.Dom.HtmlDocument'
        $document.Title | Should -Be 'Home'
        $document.QuerySelector('a[rel=next]').Href | Should -Be "$url/items/2?token=abc"
        $document.QuerySelectorAll('form').Length | Should -Be 2
    }

    It 'is loaded when it is first used, and not by a request or its text' {
        $output = Invoke-FreshShell @"
`$count = {
    @([AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match 'AngleSharp|Requests.Dependencies').Count
}
& `$count
`$r = Invoke-Request '$url/home'
`$null = `$r.Text
& `$count
`$null = `$r.Html()
@([AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match 'AngleSharp|UtfUnknown' | Sort-Object)
"@
        $output | Should -Be '0', '0', 'AngleSharp'
    }

    It 'is an error for JSON, which try and catch see' {
        $r = Invoke-Request "$($server.Url)/get"
        $message = try { $r.HtmlForms() } catch [Requests.UnexpectedContentTypeException] { $_.Exception.Message }
        $message | Should -BeLike '*The response is application/json (200) and not HTML.*'
    }
}

Describe 'The links of a page' {
    It 'are absolute, with text, title and relation' {
        $links = (Invoke-Request "$url/home").HtmlLinks()
        $links.Url | Should -Be "$url/items/1", "$url/items/2?token=abc", "$url/login"
        $links[1].Text, $links[1].Title, $links[1].Rel, $links[1].Href | Should -Be 'Second item', 'The second', 'next', '2?token=abc'
    }

    It 'can be requested from the pipeline' {
        $r = (Invoke-Request "$url/home").HtmlLinks() | Where-Object Text -EQ 'Log in' | Invoke-Request
        $r.Url | Should -Be "$url/login"
    }
}

Describe 'A log-in with a token that is bound to a cookie' {
    It 'works without a session, because the form knows the exchange of its page' {
        $r = (Invoke-Request "$url/login").HtmlForms()[0] | Submit-HtmlForm -Fields @{ user = 'Ada'; password = 'x' }
        $r.Url | Should -Be "$url/home"
        $r.Html().QuerySelector('#user').TextContent | Should -Be 'Ada'
        $r.History.StatusCode | Should -Be 302
    }

    It 'works with a session and a page that has one form' {
        $session = New-RequestSession
        $null = Invoke-Request "$url/login" -Session $session |
            Submit-HtmlForm -Fields @{ user = 'Ada'; password = ConvertTo-SecureString x -AsPlainText -Force; remember = $true }
        $cookies = (Invoke-Request "$($server.Url)/cookies" -Session $session).Json().cookies
        $cookies.name, $cookies.remember | Should -Be 'Ada', '1'
    }

    It 'can be filled in by the form object, too' {
        $form = (Invoke-Request "$url/login").HtmlForms()[0]
        $form.Fields['csrf_token'] | Should -Match '^[0-9A-F]{64}$'
        $form.Fields.user = 'Eve'
        $form.Fields['password'] = 'x'
        ($form | Submit-HtmlForm).Html().QuerySelector('#user').TextContent | Should -Be 'Eve'
        (Submit-HtmlForm $form @{ user = 'Bob' }).Html().QuerySelector('#user').TextContent | Should -Be 'Bob'
        $form.Fields['user'] | Should -Be 'Eve'
    }

    It 'works as with Invoke-WebRequest: the fields are a body' {
        $session = New-RequestSession
        $form = $session.Get("$url/login").HtmlForms()[0]
        $form.Fields.user = 'Ada'
        $form.Fields.password = 'x'
        $form.Fields.Add('action', 'login')
        (Invoke-Request $form.Action -Method $form.Method -Data $form.Fields -Session $session).Url | Should -Be "$url/home"
    }

    It 'fails with another session, whose cookie does not belong to the token' {
        $form = (Invoke-Request "$url/login").HtmlForms()[0]
        $form | Submit-HtmlForm -Session (New-RequestSession) | ForEach-Object StatusCode | Should -Be 403
        { $form | Submit-HtmlForm -Fields @{ csrf_token = 'wrong' } -RaiseForStatus -ErrorAction Stop } |
            Should -Throw '403*' -ErrorId 'HttpError*'
    }

    It 'is sent by the button that is named' {
        $r = (Invoke-Request "$url/login").HtmlForms()[0] | Submit-HtmlForm -Fields @{ password = 'x' } -Button Cancel
        $r.Url | Should -Be "$url/login"
    }
}

Describe 'Submit-HtmlForm' {
    It 'puts the fields of GET into the query, and emits what -As says' {
        $form = (Invoke-Request "$url/home").HtmlForms() | Where-Object Name -EQ search
        $sent = $form | Submit-HtmlForm -Fields @{ q = 'a b'; in = 'Body' } -As Json
        $sent.args.q, $sent.args.in | Should -Be 'a b', 'b'
        $sent.headers.Referer | Should -Be "$url/home"
    }

    It 'uploads files' {
        $file = New-Item "$TestDrive/report.txt" -Value 'content' -Force
        $form = (Invoke-Request "$url/home").HtmlForms() | Where-Object Name -EQ upload
        $sent = ($form | Submit-HtmlForm -Fields @{ comment = 'c' } -Files @{ report = $file }).Json()
        $sent.form.comment, $sent.files.report | Should -Be 'c', 'content'
    }

    It 'saves the response with -OutFile' {
        $form = (Invoke-Request "$url/home").HtmlForms()[0]
        $form | Submit-HtmlForm -Fields @{ q = 'x' } -OutFile "$TestDrive/found.json"
        (Get-Content "$TestDrive/found.json" -Raw | ConvertFrom-Json).args.q | Should -Be 'x'
    }

    It 'refuses <Name> before anything is sent' -ForEach @(
        @{ Name = 'an unknown field'; With = { @{ Fields = @{ usr = 'x' } } }; Message = "*no field 'usr'.*'user', 'password'*" }
        @{ Name = 'fields that are not a map'; With = { @{ Fields = 'x' } }; Message = '-Fields cannot be this text*' }
        @{ Name = 'an unknown button'; With = { @{ Button = 'x' } }; Message = "The form has no button 'x'*" }
        @{ Name = 'an ambiguous button'; With = { @{ Button = 'action' } }; Message = "*several buttons 'action'*" }
        @{ Name = 'an empty button'; With = { @{ Button = '' } }; Message = '-Button cannot be an empty text*' }
        @{ Name = 'a file without a file field'; With = { @{ Files = @{ user = 'a.txt', 'x' } } }; Message = "*no file field 'user'*" }
    ) {
        $session = New-RequestSession -Record
        $form = $session.Get("$url/login").HtmlForms()[0]
        $arguments = & $With
        { $form | Submit-HtmlForm @arguments -ErrorAction Stop } | Should -Throw $Message
        $session.Recording.Count | Should -Be 1
    }

    It 'refuses what is not a form, and a page with several' {
        { Submit-HtmlForm 'x' } | Should -Throw '-Form cannot be this text*' -ErrorId 'InvalidParameter*'
        { Invoke-Request "$url/home" | Submit-HtmlForm -ErrorAction Stop } | Should -Throw '*2 forms*'
    }

    It 'names the page of the record that fails, and not that of the one before it' {
        $good = Invoke-Request "$url/login"
        $bad = Invoke-Request "$url/home"
        $sent = @($good, $bad | Submit-HtmlForm -Fields @{ password = 'x' } -ErrorAction SilentlyContinue -ErrorVariable failures)
        $sent.Count, $failures.Count | Should -Be 1, 1
        "$($failures[0])" | Should -BeLike '*2 forms*'
        "$($failures[0].TargetObject)" | Should -Not -BeLike '*login*'
    }

    It 'reports each form of the pipeline that fails, and sends the others' {
        $forms = (Invoke-Request "$url/home").HtmlForms()
        $sent = @($forms | Submit-HtmlForm -Fields @{ q = 'x' } -ErrorAction SilentlyContinue -ErrorVariable failures)
        $sent.Count, $failures.Count | Should -Be 1, 1
    }
}

Describe 'A secret of a form' {
    BeforeAll {
        $canary = 'Zq7xKanari4Vogel9'
        $page = "<form name=login method=post action='/login?token=$canary'><input name=u><input type=password name=p value=$canary>" +
            "<input type=hidden name=csrf value=$canary></form><a href='/out?sid=$canary'>out</a>"
        $session = New-PageSession $page
        $r = Invoke-Request / -Session $session
        $form = $r.HtmlForms()[0]
        $link = $r.HtmlLinks()[0]
    }

    It 'is not in <Name>' -ForEach @(
        @{ Name = 'a view'; Show = { $form, $link | Out-String -Width 300 } }
        @{ Name = 'a list'; Show = { $form, $link | Format-List | Out-String -Width 300 } }
        @{ Name = 'the text'; Show = { "$form $link $($form.Fields) $($form.Controls)" } }
        @{ Name = 'the fields'; Show = { $form.Fields | Out-String -Width 300 } }
        @{ Name = 'the controls'; Show = { $form.Controls, ($form.Controls | Format-List *) | Out-String -Width 300 } }
        @{ Name = 'JSON of the fields'; Show = { $form.Fields | ConvertTo-Json } }
        @{ Name = 'JSON of the form'; Show = { $form | ConvertTo-Json -Depth 5 | ForEach-Object { $_ -replace '"Action": .*' } } }
        @{ Name = 'Clixml'; Show = { [Management.Automation.PSSerializer]::Serialize(@($form, $link), 3) } }
    ) {
        $shown = & $Show
        "$shown" | Should -Not -BeNullOrEmpty
        "$shown" | Should -Not -Match $canary
    }

    It 'is masked in what is shown of the request and of its error, whatever the field is named' {
        $secret = 'other-pass'
        $response = $form | Submit-HtmlForm -Fields @{ u = 'me'; p = $secret }
        $response.Text | Should -Match 'p=other-pass'
        "$($response | Format-Exchange) $($response | Format-List | Out-String) $($response | ConvertTo-CurlCommand)" |
            Should -Not -Match 'other-pass'
        $form | Submit-HtmlForm -Fields @{ p = $secret } -RaiseForStatus -ErrorAction SilentlyContinue -ErrorVariable problem
        "$($problem | Out-String) $($problem[0].ErrorDetails)" | Should -Not -Match 'other-pass'
    }

    It 'of one character is masked by the name of its field' {
        $response = $form | Submit-HtmlForm -Fields @{ u = 'me'; p = '7' }
        $response.Text | Should -Match 'p=7'
        foreach ($shown in "$($response | Format-Exchange)", "$($response | Format-List | Out-String)",
            "$($response.Request | ConvertTo-CurlCommand)") {
            $shown | Should -Not -Match 'p=7'
            $shown | Should -Match 'p=\*{8}'
        }
    }

    It 'is the real value when it is read by its name' { $form.Fields['p'], $form.Fields.csrf | Should -Be $canary, $canary }
}

Describe 'A page of 50 MB' {
    It 'is an error of its size with -MaximumSize' {
        { Invoke-Request "$($server.Url)/html/large/52428800" -MaximumSize 50mb -ErrorAction Stop } |
            Should -Throw -ErrorId 'ResponseTooLarge*'
    }

    It 'is an error of its size for Html(), HtmlLinks() and HtmlForms(), and is still there as text' {
        $page = Invoke-Request "$($server.Url)/html/large/52428800"
        $page.Content.Length | Should -BeGreaterThan 50mb
        { $page.Html() } | Should -Throw '*52*bytes*at most 33554432 are parsed*' -ExceptionType ([Requests.ResponseTooLargeException])
        { $page.HtmlLinks() } | Should -Throw -ExceptionType ([Requests.ResponseTooLargeException])
        { $page.HtmlForms() } | Should -Throw -ExceptionType ([Requests.ResponseTooLargeException])
        $page.Text | Should -BeLike '*</html>'
    }

    It 'can have a limit of its own' {
        $page = Invoke-Request "$($server.Url)/html/large/100000"
        { $page.HtmlLinks(1000) } | Should -Throw -ExceptionType ([Requests.ResponseTooLargeException])
        $page.HtmlLinks(1mb).Count | Should -Be $page.HtmlLinks().Count
        $page.HtmlLinks()[-1].Text | Should -Match '^Item \d+$'
        { $page.Html(0) } | Should -Throw '*maximumSize*' -ExceptionType ([Requests.InvalidParameterException])
        { $page.Html('many') } | Should -Throw '*maximumSize*' -ExceptionType ([Requests.InvalidParameterException])
    }
}

Describe 'DokuWiki' -Skip:(-not $hasWiki) {
    BeforeAll {
        $folder = "$TestDrive/wiki"
        $parts = 'attic', 'cache', 'index', 'locks', 'log', 'media', 'media_attic', 'media_meta', 'meta', 'pages', 'tmp'
        $null = $parts | ForEach-Object { New-Item "$folder/data/$_" -ItemType Directory -Force }
        $null = New-Item "$folder/conf" -ItemType Directory
        Get-ChildItem /etc/dokuwiki -File | Where-Object Name -NotMatch 'auth|^\.|local' | Copy-Item -Destination "$folder/conf"
        $hash = php -r 'echo password_hash("Pa&ss wörd", PASSWORD_BCRYPT, ["cost" => 4]);'
        Set-Content "$folder/conf/users.auth.php" "ada:${hash}:Ada Lovelace:ada@example.org:user"
        Set-Content "$folder/conf/acl.auth.php" "*`t@ALL`t1`n*`t@user`t8"
        Set-Content "$folder/conf/local.php" "<?php `$conf['useacl'] = 1; `$conf['savedir'] = '$folder/data'; `$conf['updatecheck'] = 0;"
        Set-Content "$folder/prepend.php" "<?php define('DOKU_CONF', '$folder/conf/');"
        $port = Get-FreePort
        $php = Start-Peer php @(
            '-d', "auto_prepend_file=$folder/prepend.php", '-d', "session.save_path=$folder"
            '-S', "127.0.0.1:$port", '-t', '/usr/share/dokuwiki'
        ) $port $TestDrive
        $wiki = "http://127.0.0.1:$port/doku.php?id=start"
    }

    AfterAll { if ($php) { $php.Kill($true) } }

    It 'is signed in to and out of by its forms and links' {
        $session = New-RequestSession -TrustEnv:$false
        $form = $session.Get("$wiki&do=login").HtmlForms() | Where-Object Id -EQ dw__login
        $start = $form | Submit-HtmlForm -Fields @{ u = 'ada'; p = 'Pa&ss wörd'; r = $true }
        $start.Html().QuerySelector('li.user bdi').TextContent | Should -Be 'Ada Lovelace'

        # The link for signing out has a token, which belongs to the session.
        $out = $start.HtmlLinks() | Where-Object Title -EQ 'Log Out' | Invoke-Request -Session $session
        $out.Html().QuerySelector('li.user') | Should -BeNullOrEmpty
        $session.Get($wiki).HtmlLinks().Title | Should -Contain 'Log In'
    }

    It 'shows the form again after a wrong password' {
        $form = (Invoke-Request "$wiki&do=login").HtmlForms() | Where-Object Id -EQ dw__login
        $r = $form | Submit-HtmlForm -Fields @{ u = 'ada'; p = 'wrong' }
        $r.HtmlForms().Id | Should -Contain 'dw__login'
        $r.Html().QuerySelector('div.error').TextContent | Should -Match 'password was wrong'
    }
}
