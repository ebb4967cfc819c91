function __airlock_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __airlock_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __airlock_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __airlock_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __airlock_parse_tokens -S
    set -l unparsed_tokens (__airlock_tokens -pc)
    switch $unparsed_tokens[1]
    case 'airlock'
        __airlock_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'run'
            __airlock_parse_subcommand -r 1 'input=' 'function=' 'timeout=' 'memory=' 'jobs=' 'source=+' 'recursive' 'strict' 'allowed-signers=' 'require-signed' 'allow-read=+' 'allow-write=+' 'allow-network' 'allow-processes' 'env=+' 'no-sandbox' 'inputs=' 'format=' 'verbose' 'no-report' 'save-reports=' 'version' 'h/help'
        case 'check'
            __airlock_parse_subcommand -r 1 'input=' 'function=' 'timeout=' 'memory=' 'jobs=' 'source=+' 'recursive' 'strict' 'allowed-signers=' 'require-signed' 'allow-read=+' 'allow-write=+' 'allow-network' 'allow-processes' 'env=+' 'no-sandbox' 'format=' 'verbose' 'no-report' 'save-reports=' 'no-load' 'version' 'h/help'
        case 'compare'
            __airlock_parse_subcommand -r 1 'input=' 'function=' 'timeout=' 'memory=' 'jobs=' 'source=+' 'recursive' 'strict' 'allowed-signers=' 'require-signed' 'allow-read=+' 'allow-write=+' 'allow-network' 'allow-processes' 'env=+' 'no-sandbox' 'no-load' 'all' 'format=' 'version' 'h/help'
        case 'crashes'
            __airlock_parse_subcommand 1 'format=' 'clear' 'from=' 'version' 'h/help'
        case 'verdicts'
            __airlock_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __airlock_parse_subcommand 0 'verdicts=' 'format=' 'all' 'version' 'h/help'
            case 'accept'
                __airlock_parse_subcommand -r 1 'note=' 'recursive' 'verdicts=' 'version' 'h/help'
            case 'reject'
                __airlock_parse_subcommand -r 1 'note=' 'recursive' 'verdicts=' 'version' 'h/help'
            case 'withdraw'
                __airlock_parse_subcommand -r 1 'note=' 'recursive' 'verdicts=' 'version' 'h/help'
            case 'check'
                __airlock_parse_subcommand -r 1 'recursive' 'verdicts=' 'version' 'h/help'
            case 'export'
                __airlock_parse_subcommand 0 'verdicts=' 'version' 'h/help'
            case 'merge'
                __airlock_parse_subcommand -r 1 'verdicts=' 'version' 'h/help'
            end
        case 'help'
            __airlock_parse_subcommand -r 1 'version'
        end
    end
end

function __airlock_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __airlock_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __airlock_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __airlock_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__airlock_tokens -p)
    if test -z "$(__airlock_tokens -t)"
        set -l index (count (__airlock_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'airlock' -f
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock" version' -l 'version' -d 'Show the version.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_positional "airlock" -eq 1' -fa 'run' -d 'Call the function of every plugin, and print a line each.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_positional "airlock" -eq 1' -fa 'check' -d 'Tell everything that can be said of a plugin without calling its function.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_positional "airlock" -eq 1' -fa 'compare' -d 'Call two plugins, and tell in what they differ.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_positional "airlock" -eq 1' -fa 'crashes' -d 'List the crash reports that the dashboard saved, show one, or remove them all.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_positional "airlock" -eq 1' -fa 'verdicts' -d 'List what people decided about plugins, decide, and bring the verdicts of several people together.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_positional "airlock" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" input' -l 'input' -d 'The text to call the function with; - reads standard input. (default: hello)' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" function' -l 'function' -d 'The function\'s name.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" timeout' -l 'timeout' -d 'The time limit of each phase: open, lookup, call, close.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" memory' -l 'memory' -d 'The address space of a plugin process.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" jobs' -l 'jobs' -d 'How many plugins run at once. (default: one a core)' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run"' -l 'source' -d 'A folder with the plugin\'s source, for crash reports; may be given again.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" recursive' -l 'recursive' -d 'Look into the folders of a folder too.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" strict' -l 'strict' -d 'Refuse a plugin whose signature nothing proves.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" allowed-signers' -l 'allowed-signers' -d 'Who may sign plugins, in the form of ssh-keygen. (default: allowed_signers in the configuration folder)' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" require-signed' -l 'require-signed' -d 'Refuse a plugin that none of the allowed signers has signed.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run"' -l 'allow-read' -d 'A file or folder that plugins may read; may be repeated.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run"' -l 'allow-write' -d 'A folder that plugins may read and write in; may be repeated.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" allow-network' -l 'allow-network' -d 'Plugins may use the network.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" allow-processes' -l 'allow-processes' -d 'Plugins may start processes, and the programs of the system.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run"' -l 'env' -d 'A variable of the plugins\' environment; may be repeated.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" no-sandbox' -l 'no-sandbox' -d 'Plugins may do whatever you may; memory, time and output stay limited.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" inputs' -l 'inputs' -d 'A file of inputs to call each function with: one a line, as it stands or as a JSON string, or a JSON array of strings; - reads standard input.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" format' -l 'format' -d 'The form of the report.' -rfka 'text json junit'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" verbose' -l 'verbose' -d 'Tell every check, with all its details.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" no-report' -l 'no-report' -d 'Tell a crash or a hang in one line, without where it happened.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" save-reports' -l 'save-reports' -d 'A folder to save the report of each crash and each hang in, as a file of JSON.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" version' -l 'version' -d 'Show the version.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock run" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" input' -l 'input' -d 'The text to call the function with; - reads standard input. (default: hello)' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" function' -l 'function' -d 'The function\'s name.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" timeout' -l 'timeout' -d 'The time limit of each phase: open, lookup, call, close.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" memory' -l 'memory' -d 'The address space of a plugin process.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" jobs' -l 'jobs' -d 'How many plugins run at once. (default: one a core)' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check"' -l 'source' -d 'A folder with the plugin\'s source, for crash reports; may be given again.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" recursive' -l 'recursive' -d 'Look into the folders of a folder too.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" strict' -l 'strict' -d 'Refuse a plugin whose signature nothing proves.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" allowed-signers' -l 'allowed-signers' -d 'Who may sign plugins, in the form of ssh-keygen. (default: allowed_signers in the configuration folder)' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" require-signed' -l 'require-signed' -d 'Refuse a plugin that none of the allowed signers has signed.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check"' -l 'allow-read' -d 'A file or folder that plugins may read; may be repeated.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check"' -l 'allow-write' -d 'A folder that plugins may read and write in; may be repeated.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" allow-network' -l 'allow-network' -d 'Plugins may use the network.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" allow-processes' -l 'allow-processes' -d 'Plugins may start processes, and the programs of the system.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check"' -l 'env' -d 'A variable of the plugins\' environment; may be repeated.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" no-sandbox' -l 'no-sandbox' -d 'Plugins may do whatever you may; memory, time and output stay limited.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" format' -l 'format' -d 'The form of the report.' -rfka 'text json junit'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" verbose' -l 'verbose' -d 'Tell every check, with all its details.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" no-report' -l 'no-report' -d 'Tell a crash or a hang in one line, without where it happened.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" save-reports' -l 'save-reports' -d 'A folder to save the report of each crash and each hang in, as a file of JSON.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" no-load' -l 'no-load' -d 'Never open a plugin, so that no constructor of its runs.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" version' -l 'version' -d 'Show the version.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" input' -l 'input' -d 'The text to call the function with; - reads standard input. (default: hello)' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" function' -l 'function' -d 'The function\'s name.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" timeout' -l 'timeout' -d 'The time limit of each phase: open, lookup, call, close.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" memory' -l 'memory' -d 'The address space of a plugin process.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" jobs' -l 'jobs' -d 'How many plugins run at once. (default: one a core)' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare"' -l 'source' -d 'A folder with the plugin\'s source, for crash reports; may be given again.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" recursive' -l 'recursive' -d 'Look into the folders of a folder too.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" strict' -l 'strict' -d 'Refuse a plugin whose signature nothing proves.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" allowed-signers' -l 'allowed-signers' -d 'Who may sign plugins, in the form of ssh-keygen. (default: allowed_signers in the configuration folder)' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" require-signed' -l 'require-signed' -d 'Refuse a plugin that none of the allowed signers has signed.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare"' -l 'allow-read' -d 'A file or folder that plugins may read; may be repeated.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare"' -l 'allow-write' -d 'A folder that plugins may read and write in; may be repeated.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" allow-network' -l 'allow-network' -d 'Plugins may use the network.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" allow-processes' -l 'allow-processes' -d 'Plugins may start processes, and the programs of the system.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare"' -l 'env' -d 'A variable of the plugins\' environment; may be repeated.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" no-sandbox' -l 'no-sandbox' -d 'Plugins may do whatever you may; memory, time and output stay limited.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" no-load' -l 'no-load' -d 'Never open a plugin, so that no constructor of its runs.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" all' -l 'all' -d 'Tell also what is the same; JSON always does.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" format' -l 'format' -d 'The form of the report.' -rfka 'text json'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" version' -l 'version' -d 'Show the version.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock compare" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock crashes" format' -l 'format' -d 'The form in which a report is shown.' -rfka 'text markdown json'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock crashes" clear' -l 'clear' -d 'Remove all reports.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock crashes" from' -l 'from' -d 'The folder with the reports, if they were saved in another.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock crashes" version' -l 'version' -d 'Show the version.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock crashes" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts" version' -l 'version' -d 'Show the version.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_positional "airlock verdicts" -eq 1' -fa 'list' -d 'List the verdicts that count, the newest first.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_positional "airlock verdicts" -eq 1' -fa 'accept' -d 'Accept plugins, in the state in which they are now.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_positional "airlock verdicts" -eq 1' -fa 'reject' -d 'Reject plugins, in the state in which they are now.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_positional "airlock verdicts" -eq 1' -fa 'withdraw' -d 'Take back what was decided about plugins, in the state in which they are now.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_positional "airlock verdicts" -eq 1' -fa 'check' -d 'Tell how plugins stand with people; the exit status is 0 if every one of them is accepted as it is now.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_positional "airlock verdicts" -eq 1' -fa 'export' -d 'Print all verdicts as lines of JSON, in order: for a file that a team checks in.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_positional "airlock verdicts" -eq 1' -fa 'merge' -d 'Take in the verdicts of other files, and bring all into order; none is taken in twice.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts list" verdicts' -l 'verdicts' -d 'The file with people\'s verdicts, as a team checks it in; else your own in the state folder.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts list" format' -l 'format' -d 'The form of the list.' -rfka 'text json'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts list" all' -l 'all' -d 'List those too that count no longer.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts list" version' -l 'version' -d 'Show the version.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts accept" note' -l 'note' -d 'Why; one line, at most 1,000 bytes.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts accept" recursive' -l 'recursive' -d 'Look into the folders of a folder too.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts accept" verdicts' -l 'verdicts' -d 'The file with people\'s verdicts, as a team checks it in; else your own in the state folder.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts accept" version' -l 'version' -d 'Show the version.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts accept" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts reject" note' -l 'note' -d 'Why; one line, at most 1,000 bytes.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts reject" recursive' -l 'recursive' -d 'Look into the folders of a folder too.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts reject" verdicts' -l 'verdicts' -d 'The file with people\'s verdicts, as a team checks it in; else your own in the state folder.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts reject" version' -l 'version' -d 'Show the version.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts reject" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts withdraw" note' -l 'note' -d 'Why; one line, at most 1,000 bytes.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts withdraw" recursive' -l 'recursive' -d 'Look into the folders of a folder too.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts withdraw" verdicts' -l 'verdicts' -d 'The file with people\'s verdicts, as a team checks it in; else your own in the state folder.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts withdraw" version' -l 'version' -d 'Show the version.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts withdraw" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts check" recursive' -l 'recursive' -d 'Look into the folders of a folder too.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts check" verdicts' -l 'verdicts' -d 'The file with people\'s verdicts, as a team checks it in; else your own in the state folder.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts check" version' -l 'version' -d 'Show the version.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts export" verdicts' -l 'verdicts' -d 'The file with people\'s verdicts, as a team checks it in; else your own in the state folder.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts export" version' -l 'version' -d 'Show the version.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts export" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts merge" verdicts' -l 'verdicts' -d 'The file with people\'s verdicts, as a team checks it in; else your own in the state folder.' -rfka ''
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts merge" version' -l 'version' -d 'Show the version.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock verdicts merge" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'airlock' -n '__airlock_should_offer_completions_for_flags_or_options "airlock help" version' -l 'version' -d 'Show the version.'
