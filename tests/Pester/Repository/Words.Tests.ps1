# No text contains a word of tests/words.txt. Each folder of $places is searched; a new folder is one more line there.

BeforeDiscovery {
    $places = @(
        @{ Place = '.'; Recurse = $false }
        @{ Place = '.github' }
        @{ Place = 'docs' }
        @{ Place = 'module' }
        @{ Place = 'examples' }
        @{ Place = 'bench' }
        @{ Place = 'src' }
        @{ Place = 'tests' }
        @{ Place = 'tools' }
    )
}

Describe 'The words' {
    BeforeAll {
        $root = (Resolve-Path "$PSScriptRoot/../../..").Path

        # The list itself and this test contain the words.
        $exempt = 'tests/words.txt', 'tests/Pester/Repository/Words.Tests.ps1'

        function Get-WordRule([string] $Path) {
            foreach ($line in (Get-Content -LiteralPath $Path).Where{ $_ -and -not $_.StartsWith('#') }) {
                $pattern, $instead, $allowed = $line -split ' :: '
                [pscustomobject]@{
                    Regex   = [regex]::new($pattern.Replace(' ', '[\s/#]+'), 'IgnoreCase, CultureInvariant, Compiled')
                    Instead = $instead
                    Allowed = @($allowed -split ', ' -ne '')
                }
            }
        }

        function Find-Word([string] $Text, [string] $Name, [object[]] $Rule) {
            foreach ($one in $Rule) {
                if ($one.Allowed.Where({ $Name -like $_ }, 'First')) { continue }
                foreach ($match in $one.Regex.Matches($Text)) {
                    $line = ($Text.Substring(0, $match.Index) -split "`n").Count
                    "${Name}:${line}: '$($match.Value -replace '\s+', ' ')'. Write instead: $($one.Instead)."
                }
            }
        }

        $rules = @(Get-WordRule "$root/tests/words.txt")
    }

    It 'of <Place> are plain' -ForEach $places {
        $files = Get-ChildItem (Join-Path $root $Place) -File -Force -Recurse:($Recurse -ne $false) | Where-Object {
            $_.Extension -in '.md', '.txt', '.cs', '.ps1', '.psm1', '.psd1', '.ps1xml', '.jsonl',
                '.yml' -and $_.FullName -notmatch '[\\/](bin|obj)[\\/]'
        }
        $files | Should -Not -BeNullOrEmpty
        $found = foreach ($file in $files) {
            $name = [IO.Path]::GetRelativePath($root, $file.FullName).Replace('\', '/')
            if ($name -notin $exempt) { Find-Word ([IO.File]::ReadAllText($file.FullName)) $name $rules }
        }
        $found | Should -BeNullOrEmpty -Because 'tests/words.txt lists words that readers stumble on'
    }

    It 'that are not plain are reported with file, line, word and a better one' {
        Find-Word "# A title`n`nThere is`n// none of them." 'docs/page.md' $rules |
            Should -Be 'docs/page.md:3: ''is // none''. Write instead: does not exist, is null, is empty.'
    }

    It 'are allowed in the files that the list names' {
        $rule = [pscustomobject]@{ Regex = [regex]'house'; Instead = 'building'; Allowed = @('docs/*') }
        Find-Word 'the house' 'docs/page.md' $rule | Should -BeNullOrEmpty
        Find-Word 'the house' 'README.md' $rule | Should -Not -BeNullOrEmpty
    }

    It 'about mocks and challenges may say that these answer' {
        Find-Word 'A mock answers. Answer the challenge. The reply answers it.' 'x.md' $rules | Should -BeNullOrEmpty
        Find-Word 'The answer has a body.' 'x.md' $rules | Should -HaveCount 1
    }
}
