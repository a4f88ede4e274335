# What the bot says in English. Every other catalogue has the same messages with the same placeables; numbers come in figures.

language-name = English
# A day, by the letters of CLDR: https://cldr.unicode.org/translation/date-time/date-time-patterns
day-pattern = d MMM y

## Everywhere

expired = This button has expired: ask again.

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
