# What the bot says in English. Every other catalogue has the same messages with the same placeables; numbers come in figures.

language-name = English
# A day, by the letters of CLDR: https://cldr.unicode.org/translation/date-time/date-time-patterns
day-pattern = d MMM y
# A day of the week, a day and a time, by the same letters.
moment-pattern = EEE d MMM, HH:mm

## Everywhere

# Parts two names or places.
list-comma = {", "}
list-or = {" or "}
expired = This button has expired: ask again.
shown-already = Shown already, further up.
answered-already = Answered already, further down.
nothing-there = Nothing to show here: the link is wrong or old, or what it leads to is not for this chat.
gone-from-sources = This is no longer in my sources.
failed = Something went wrong on this side; it is noted. Ask again in a minute.
private = This bot is private.
stopped = Stopped.
no-sources = There are no sources here yet. Whoever runs this bot adds them.
unknown-command = I do not know this command: /help lists what I understand.
titled = “{ $title }”
withheld = { $quotes } withheld: not word for word what is stored. Whoever runs this bot finds it in the log.
counted-article = { $number ->
    [one] { $number } article
   *[other] { $number } articles
 }
counted-paragraph = { $number ->
    [one] { $number } paragraph
   *[other] { $number } paragraphs
 }
counted-quote = { $number ->
    [one] { $number } quote
   *[other] { $number } quotes
 }
counted-source = { $number ->
    [one] { $number } source
   *[other] { $number } sources
 }
counted-statement = { $number ->
    [one] { $number } statement
   *[other] { $number } statements
 }
counted-year = { $number ->
    [one] { $number } year
   *[other] { $number } years
 }
counted-day = { $number ->
    [one] { $number } day
   *[other] { $number } days
 }
counted-hour = { $number ->
    [one] { $number } hour
   *[other] { $number } hours
 }
counted-minute = { $number ->
    [one] { $number } minute
   *[other] { $number } minutes
 }

## Whose words a quote is in, and where it stands

date-not-known = date not known
outlet-not-named = outlet not named
place-page = p. { $page }
place-paragraph = ¶{ $number }
part-of-quote = part { $number } of { $parts } of this quote
speaker-role = { $name }, { $role }
speaker-unnamed = { $speaker } (unnamed)
speaker-unnamed-terms = { $speaker } (unnamed, “{ $terms }”)
speaker-not-certain = speaker not certain
name-unnamed = { $name }, unnamed
said-in-quotation-marks = { $speaker }, in quotation marks
words-of = { POSSESSIVE($outlet) } words
words-of-nobody = Words of an unnamed outlet
words-reporting = { $words }, reporting { $speaker }
words-of-somebody = { $words }; speaker not certain
own-words-of = { POSSESSIVE($outlet) } own words
own-words-of-nobody = Own words of an unnamed outlet
in-own-words = in the outlet's own words
text-of = { POSSESSIVE($outlet) } text
text-of-nobody = Text of an unnamed outlet
not-covered = not in English: no speaker claimed
unheard = speaker not looked for yet
from-via = from { $via }
also-in = also in { $places }
also-place = { $outlet } ({ $day })

## How its source arrived, and what became of it

fetched-from = fetched from { $domain }
not-fetched = not fetched
forwarded = forwarded from “{ $chat }”
forwarded-name = forwarded from “{ $chat }” ({ $name })
forwarded-hidden = forwarded from an account that hides itself
forwarded-message = message { $number }
forwarded-signed = signed { $signature }
outlet-by-adder = outlet named by whoever added it
outlet-by-editor = outlet named by an editor
outlet-by-file = outlet as its file says
withdrawn = withdrawn, seen { $day }: { $reason }
corrected-by = corrected by { $article }
it-corrects = it corrects { $article }
amended = { $field } amended by an editor, { $day }
amended-before = { $field } amended by an editor, { $day } (before: { $before })

## Answers

button-source = Source
button-context = Context
button-copy = Copy
button-wrong = Wrong?
button-more = { $number } more
button-watch = Watch
button-export = Export
button-chart = Chart
button-other-side = Other side
button-open = Open
button-link = Link to this paragraph
button-nearest = What stands nearest
button-nearest-on = What it says on { $subject }
button-answer-it = Answer it
nearest = What stands nearest, and does not answer it:
changed-since = The article has changed since; this is the text as it was quoted.
ask-how = Write the question behind it: { $ask } how many fighters does the group have?
asked-late = Asked { $ago }.
asked-while-away = This was asked { $ago }, while I was away. Is the answer still wanted?
ago = at { $time } UTC, { $long } ago
ago-on = on { $day } at { $time } UTC, { $long } ago
read-as = read as: { $words }
note-pending = { $paragraphs } could be searched by words only so far.
note-unheard = Who speaks in { $sources } that came in just now is still being worked out, and who denies it: ask again in a minute.
newest-is-old = ⚠ newest source on this: { $years } old
follow = ↳ { $names } · { $rest }
follow-done-by = { $deed } by { $name }
follow-who-says = ↳ { $question } · who says so stands under each quote
rewording = Read by the word list: { $pairs }
rewording-pair = { $word } = { $term }
rewording-unknown = Not in the word list: { $words }
follow-forgotten = Read by itself: what the earlier answer was about is known for 30 minutes only.

## Figures

figures-one = { $name } · 1 figure, { $articles }
figures-newest-first = { $name } · newest first
corrects = corrects { $earlier }
updates = updates { $earlier }
as-of = as of { $day }
not-accepted-by = NOT ACCEPTED BY
other-counts = Other counts, not { $names }:
other = · { $name },{" "}
other-differ = · { $name }, figures differ:{" "}
denied-by = ; denied by { $speaker }, { $paragraph }
doubted-by = ; doubted by { $speaker }, { $paragraph }
quantity-killed = Killed
quantity-wounded = Wounded
quantity-casualties = Killed and wounded
quantity-missing = Missing
quantity-captured = Held or captured
quantity-abducted = Abducted
quantity-released = Released
quantity-escaped = Escaped
quantity-charged = Charged or tried
quantity-surrendered = Surrendered
quantity-displaced = Displaced
quantity-rescued = Rescued
quantity-treated = Treated
quantity-cases = Cases
quantity-strength = Strength
quantity-attacks = Attacks
quantity-seized = Seized
quantity-destroyed = Destroyed
quantity-supplies = Supplies
quantity-votes = Votes
quantity-attendance = Attendance
quantity-workforce = Workforce
quantity-share = Share
quantity-money = Money
quantity-measure = Measure
quantity-other = Count

## Refusals

refusal = Not in my sources.
refusal-missing = Not in my sources: { $missing }.
refusal-empty = Ask a question with a name or a subject in it, such as: how many fighters does the group have?
refusal-language = Could not be searched: your question is in another language than the articles here. Ask it in { $languages }.
refusal-withheld = What answers this is not shown, because it is not word for word what is stored.
searched = Searched: { $articles }{ $period }.
period = { $first } to { $last }
period-undated = { $number } without a date
either = { $one } or { $other }
another-language = another of theirs
missing-figure = no figure for this
missing-figure-for = no figure for { $topic }
missing-statement = no statement by { $speaker }
missing-subject = nothing about { $subject }
missing-period = nothing from the time you ask about
missing-person = nobody of this name is introduced
missing-actor = nobody is said to have done this
missing-name = no such name
missing-time = no date for this
missing-place = no place for this
missing-stance = nobody who takes this stand
button-ask-editors = Ask the editors
button-ask-group-editors = Ask the group's editors
button-tell-me = Tell me if it turns up
keep-asked = The editors are asked. If an answer turns up, I tell you here, once. Kept until then, 30 days at most.
keep-noted = If an answer turns up, I tell you here, once. Your question is kept until then, 30 days at most.
keep-already = Noted already.
keep-no-editors = Nobody edits these sources, so nobody could be asked.
keep-enough = { $number } questions of yours are kept already: more I do not keep.
turned-up = Asked here before, and now answered:

## What is pasted of a quote

cited = { $outlet }{ $manner } ({ $place }): “{ $words }”
cited-speaker = “{ $words }” { $speaker }, as quoted by { $outlet } ({ $place }).
cited-nobody = an outlet that is not named
cited-quoting = , quoting { $speaker }
cited-reporting = , in its words, reporting { $speaker }{ $via }
cited-via = , from { $via }
cited-uncertain = , speaker not certain
cited-unheard = , speaker not looked for yet
cited-own = , in its own words

## /start, /help, /privacy, /sources, and who is let in

start = Ask me a question
start-from = I answer from { $articles } ({ $paragraphs }), in their own words: who wrote it, where, when.
start-no-judge = I do not judge what is true, and I write no sentence about the world myself. What my sources do not say, I say I do not have.
start-collections = You are asking in “{ $asked }”. You may also read: { $others } (/collection NAME).
start-group = In a group: { $ask } and your question, or reply to one of my messages.
start-kept = Your questions are not kept, unless you tap that one should be; /privacy says what is. /help lists what I understand.
help = What I understand
help-ask = /ask QUESTION: ask (here, plain text is a question too)
help-check = /check WORDING: does it stand in my sources, word for word? Or reply /check to a message, with a stretch of it selected
help-sources = /sources: what I answer from; /sources WORD looks for a title or an outlet
help-collection = /collection NAME: ask in another collection that you may read
help-inline = { $bot } and some words, in any chat: a quote to post there (where inline mode is on)
help-brief = /brief TOPIC: corrected, new, still open, by side; /brief TOPIC daily 07:00 or weekly Mon 07:00, and /brief TOPIC stop
help-watches = Watch under an answer: I tell you when a new statement, speaker or figure turns up; /watches lists and stops
help-export = /export in reply to an answer or a briefing: its quotes as a file, with sources, times and hashes; /export text for plain text
help-corrections = /corrections: what changed in what I answer from
help-add = /add LINK, or in reply to a link, a document or a post (editors; here, sending or forwarding it is enough)
help-settings = /settings: language, quiet hours, time zone and length of answers here; in a group its admins set them, its collection and who adds
help-privacy = /privacy: who sees what
help-forget = /forget me: erase what I know of you
help-wipe = /wipe: delete our messages of the last two days on both sides, erase what I know of you, and sign you out
help-groups = In groups
help-group-ask = { $ask } QUESTION, or a reply to one of my messages.
help-group-else = Telegram shows me nothing else there while my group privacy is on, and I answer nothing else.
help-owners = For owners
help-invite = /invite reader|editor|owner [COLLECTION]: a link for one person, 15 minutes
help-collection-group = /collection NAME in a group or topic: what it reads
menu-ask = Ask a question
menu-check = Hold a wording against the sources
menu-sources = What I answer from
menu-help = What I understand
menu-brief = What is new on a topic, now or every day
menu-watches = What is watched here
menu-export = In reply to an answer: its quotes as a file
menu-corrections = What changed in 30 days
menu-settings = Language, quiet hours and more of this chat
menu-add = Add a link, a file or a post (editors)
menu-privacy = Who sees what
privacy = What is kept
privacy-question = Your question: until it is answered, then erased. It is in no log.
privacy-kept = A question under which you tap “Ask the editors” or “Tell me if it turns up”, and that it is yours: until an answer turns up, 30 days at most. Editors see it without your name.
privacy-watched = A question that you watch and a topic that you have briefed regularly: until you stop it.
privacy-ledger = Which passages stand in which message, so that buttons work and errors can be corrected: 30 days. Not who asked, not what.
privacy-recent = What your last questions were about, so that you can go on asking: 30 minutes, in memory only.
privacy-people = Your Telegram id, if you were let in; that you were turned away, if not: 30 days.
privacy-who = Who sees it
privacy-telegram = Telegram carries and stores this chat. In a group everybody in it reads along.
privacy-operator = Whoever runs this bot could read updates as they arrive.
privacy-forget = /forget me erases what I know of you. Messages in this chat you delete yourself.
sources-with = { $articles } with “{ $words }”
sources-none-with = No article with “{ $words }”.
sources-page = page { $page } of { $pages }
collection-is = This chat asks in “{ $name }”. To change it: /collection NAME, one word.
collection-set = Asking in “{ $name }” from now on.
collection-not-yours = You cannot choose this collection here.
code-spent = This link opens nothing: it was used already, or its 15 minutes are over. Ask for a new one.
invite-how = Write /invite reader, /invite editor or /invite owner, and the collection behind it if it is not “main”.
invite = For one person, once, within 15 minutes: { $role }.
paired = You are in: { $role }.
role-reader = reader of “{ $name }”
role-reader-all = reader of everything
role-editor = editor of “{ $name }”
role-editor-all = editor of everything
role-owner = owner of “{ $name }”
role-owner-all = owner of everything
joined = Ask with { $ask } and your question, or reply to one of my messages.
joined-collection = I answer here from the collection “{ $name }”.
forget-how = To have erased what I know of you: /forget me
forgotten = Erased: your roles, your choices, the questions kept for you, and which passages were shown in our private chat. You are not let in any more.
forgotten-admin = Erased: your roles, your choices, the questions kept for you, and which passages were shown in our private chat. That you may ask stands in the settings, which I cannot change.
wiped = Erased, here and with me; you are signed out. What is older than two days only you can delete: delete this chat.
no-cards = Not in my sources: ask in the private chat
add-not-yours = Only editors of these sources change what was added.

## /check

check = WORDING CHECK, not a truth check
check-how = Write /check and the wording behind it, or reply /check to a message; select a stretch of it first to check only that.
check-verbatim = Word for word.
check-altered = Changed.
check-misattributed = Someone else's words.
check-not-found = Not in my sources in these words.
check-too-short = Too short to check: paste at least 12 characters.
check-pasted = “{ $pasted }”
check-nothing-near = “{ $pasted }”: nothing near
check-more-parts = { $number } more parts: paste them by themselves.
differs = ≠ “{ $pasted }”: the source has “{ $source }”
differs-added = ≠ “{ $pasted }”: not in the source
differs-missing = ≠ “{ $source }” is missing
differs-quantity = ≠ { $source }, not { $pasted }
differs-stitched = ≠ put together: its pieces do not stand together in the source

## Watches

new-items = { $number ->
    [one] { $number } new item.
   *[other] { $number } new items.
 }
watch-started = I tell you here when a new statement, speaker or figure turns up. Your question is kept for that; /watches lists it and stops it.
watched-already = Watched already: /watches lists what is.
watch-enough = { $number } watches I keep, and no more: /watches stops one.
watch-none = Nothing is watched here. Tap “Watch” under an answer.
watch-not-yours = Only whoever started it, an admin of the group or an editor stops it.
watch-news = NEW ON WHAT IS WATCHED HERE
watched-here = Watched here
watch-line = { $number }. “{ $question }”, since { $since }; nothing new yet
watch-line-told = { $number }. “{ $question }”, since { $since }; last news { $told }
button-stop = Stop { $number }

## Briefings

brief = BRIEFING · { $topic }
briefs = Briefings
briefs-scheduled = Briefings that come here by themselves
brief-how = Write a topic behind it: /brief prisoners
brief-how-scheduled = By itself: /brief prisoners daily 07:00, or /brief prisoners weekly Mon 07:00. To stop: /brief prisoners stop
brief-not-here = Here only admins of the group and editors of its sources schedule briefings. /brief TOPIC works for everybody.
brief-none-scheduled = No briefing comes here by itself.
brief-no-such = Nothing is scheduled here on this topic. /brief lists what is.
brief-stopped = Stopped: this briefing does not come by itself any more.
brief-kept = The topic is kept for that, until it is stopped. /brief lists what comes by itself, and stops it; /settings sets the time zone.
brief-ready = Your briefing is ready.
brief-enough = More briefings than these I do not send here by themselves. /brief lists them, and stops them.
brief-scheduled = “{ $topic }”: { $schedule } ({ $zone }); next { $due }.
brief-late = Due { $due }; it comes late, because I was away.
brief-too-long = It does not fit into a message: the file holds it.
brief-nothing = Nothing on this in my sources.
brief-first = The first briefing here on this: all that my sources have.
brief-nothing-new = Nothing new since { $since }.
brief-news = Since { $since }: { $news }.
brief-news-corrected = { $number } corrected
brief-news-fresh = { $number } new
brief-corrected = CORRECTED · { $number }
brief-so-far = SO FAR · { $statements }
brief-new = NEW · { $statements }
brief-open = STILL OPEN · figures that differ
brief-by-side = BY SIDE
brief-nobody = Not known whose words
brief-section-corrected = Corrected
brief-section-open = Still open: figures that differ ({ $quantity })
brief-section-side = By side: { $side }
brief-file = The full text, for reading off-line.
brief-file-title = Briefing: { $topic }
button-show-all = Show all
numbered = { $number }. { $line }
list-semicolon = {"; "}
schedule-daily = daily at { $at }
schedule-weekly = weekly on { $day } at { $at }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
moment-utc = { $moment } UTC

## Feeds

feeds-none = No feed is followed for these sources.
feeds-answered = { $feeds ->
    [one] { $answering } of { $feeds } feed answered
   *[other] { $answering } of { $feeds } feeds answered
 }
feed-fails = ⚠ { $name }: no answer since { $since } ({ $trouble })
feed-failed = ⚠ { $name }: no answer so far ({ $trouble })
feed-silent = { $name }: answers, nothing new since { $since }
feed-silent-since = { $name } silent since { $since }
feed-never = { $name } has not answered yet
feed-not-asked = { $name } not asked since { $since }
feed-nothing-new = { $name } answers, with nothing new since { $since }

## What changed

it-said = It said:
it-was = It was:
it-is-now = It is now:
was-withdrawn = It was withdrawn: nothing is answered from it any more.
no-longer-there = This no longer stands in it.
when = { $day }, { $time } UTC
notice-withdrawn = Withdrawn
notice-changed = The source has changed
notice-elsewhere = A quote in this message does not stand in its source as shown any more. This chat asks elsewhere by now: I cannot show here what changed.
notice-seen = seen { $when }
notice-seen-reason = seen { $when }: { $reason }
notice-gone = This no longer stands in it, and nothing like it does.
corrections = Changed in 30 days
corrections-none = Nothing that I answer from here has changed in 30 days.
corrections-more = { $number } more before that.
change-withdrawn = { $day }: withdrawn: { $article } ({ $reason })
change-amended = { $day }: { $field } amended by an editor: { $article } (now: { $after })
change-amended-before = { $day }: { $field } amended by an editor: { $article } (now: { $after }, before: { $before })
change-by-outlet = { $day }: changed by its outlet: { $article } (revision { $revision })

## Files

export-how = Reply /export to an answer or a briefing of mine, or /export text for plain text. What is older than 30 days I do not know any more.
exported = Every quote with its source, address, time of retrieval and hash.
file-title = Quotes from sources
file-made = Made { $at } UTC.
file-not-judged = Behind each bar stands the source, word for word. Nothing here says what is true.
file-how-to-check = SHA-256 is that of the whole stored text (UTF-8) of the article; a quote is the characters from and to the numbers given.
file-retrieved = retrieved { $at } UTC · “{ $document }”, revision { $revision }, characters { $start } to { $end }
no-address = no address

## Reports of wrong quotes

report = What is wrong with it?
report-what = The editors see the quote and your choice; your question only if you send it along.
fault-speaker = Wrong speaker
fault-words = Not their exact words
fault-source = Wrong date or outlet
fault-off = Not an answer
fault-figure = A figure is missing
button-send-along = Send my question along
reported = The editors get the quote and your choice, not your question. I tell you here what they make of it.
reported-already = You have reported this passage already; the editors have not settled it yet.
report-enough = { $number } reports of yours stand already: more I do not keep.
report-choose-first = Choose first what is wrong with it.
report-sent-along = Your question goes to the editors as well, without your name.
report-sent-already = The editors have your question already.
report-question-gone = I do not know your question any more: it is known for 30 minutes only.
report-settled = This is settled already, or 30 days have passed.
report-is = Reported: { $fault }
report-in = in “{ $collection }”
report-shown-for = shown for: “{ $question }”
report-gone = It is no longer in the sources.
report-amended = The editors have amended the { $field } of what you reported: each quote of it says so.
report-taken = The editors have taken up what you reported.
report-dismissed = The editors looked at what you reported, and changed nothing.
report-done-taken = Taken up. Whoever reported it is told.
report-done-dismissed = Dismissed. Whoever reported it is told.
button-amend = Amend { $field }
button-take-up = Take it up
button-dismiss = Dismiss
button-show-it = Show it

## /settings

settings-title = Settings of this chat
settings-title-group = Settings of this group
settings-language-is = Language: { $value }
settings-collection-is = Collection: “{ $value }”
settings-adding-is = Who adds sources: { $value }
settings-quiet-is = Quiet hours: { $value }
settings-zone-is = Time zone: { $value }
settings-length-is = Answers: { $value }
settings-who-changes = Only admins of this group change them.
settings-how = Other quiet hours: /settings quiet 22:30 06:15. Another time zone: /settings zone Asia/Kabul.
settings-language = Language
settings-collection = Collection
settings-adding = Who adds
settings-quiet = Quiet hours
settings-zone = Time zone
settings-length = Length
settings-language-what = In which language I speak here. Quotes stay in their own.
settings-collection-what = What I answer from here. Everybody here reads it.
settings-collection-none = There is none that you may give this chat: an owner does.
settings-adding-what = Who may add to what I answer from here, beside its editors. What was added only editors change.
settings-quiet-what = When I send nothing here by myself, but for briefings at their time. Others: /settings quiet 22:30 06:15
settings-zone-what = By which clock quiet hours and briefings go. Any other: /settings zone Asia/Kabul
settings-length-what = How much of an answer stands on its first screen; the rest is behind its buttons.
settings-adding-editors = only editors
settings-adding-admins = admins of the group
settings-adding-everybody = everybody here
settings-quiet-off = none
settings-length-short = short
settings-length-normal = normal
settings-back = ‹ Back
settings-set = Set.
settings-not-yours = Only admins of this group change its settings.
settings-collection-not-yours = Only its owners give a group this collection.
settings-adding-not-yours = Only editors of this collection say who else adds to it.
settings-written-how = Write /settings quiet 22:30 06:15, /settings quiet off or /settings zone Asia/Kabul; /settings alone shows all.
settings-unknown = There is no setting “{ $name }”.
settings-time-how = Write a time as 07:00, from 00:00 to 23:59.
settings-zone-how = I do not know this time zone. Write it as Asia/Kabul, Europe/Berlin, America/New_York or UTC.
settings-zone-unreadable = This time zone cannot be read on this machine.
settings-language-how = I do not speak this language: /settings lists those that I do.
settings-one-of = It is one of: { $values }.
