# Dari (Persian of Afghanistan). Written by the makers of the bot, AWAITING REVIEW by a native speaker: whoever has read and corrected all of
# it deletes the message `language-review`, and the note goes from the settings screen.

language-name = دری
language-review = این ترجمه هنوز از سوی یک گوینده‌ی زبان دری بازبینی نشده است.
day-pattern = d MMMM y

## Everywhere

expired = این دکمه دیگر کار نمی‌کند: دوباره بپرسید.

## /settings

settings-title = تنظیمات این چت
settings-title-group = تنظیمات این گروه
settings-language-is = زبان: { $value }
settings-collection-is = مجموعه: «{ $value }»
settings-adding-is = چه کسی منبع اضافه می‌کند: { $value }
settings-quiet-is = ساعات خاموشی: { $value }
settings-zone-is = منطقه‌ی زمانی: { $value }
settings-length-is = جواب‌ها: { $value }
settings-who-changes = فقط مدیران این گروه آن‌ها را تغییر می‌دهند.
settings-how = ساعات خاموشی دیگر: { "/settings quiet 22:30 06:15" }. منطقه‌ی زمانی دیگر: { "/settings zone Asia/Kabul" }.
settings-language = زبان
settings-collection = مجموعه
settings-adding = چه کسی اضافه کند
settings-quiet = ساعات خاموشی
settings-zone = منطقه‌ی زمانی
settings-length = درازی جواب
settings-language-what = این‌جا به کدام زبان حرف بزنم. نقل قول‌ها به زبان خودشان می‌مانند.
settings-collection-what = این‌جا از کدام منابع جواب بدهم. همه‌ی افراد این چت آن را می‌خوانند.
settings-collection-none = مجموعه‌ای نیست که شما بتوانید به این چت بدهید: این کار مالک است.
settings-adding-what = جز ویراستاران چه کسی می‌تواند به منابع این‌جا اضافه کند. آن‌چه اضافه شده را فقط ویراستاران تغییر می‌دهند.
settings-quiet-what = چه وقت خودم چیزی نفرستم، جز گزارش‌ها در وقت معین‌شان. ساعات دیگر: { "/settings quiet 22:30 06:15" }
settings-zone-what = ساعات خاموشی و گزارش‌ها به کدام ساعت باشد. هر منطقه‌ی دیگر: { "/settings zone Asia/Kabul" }
settings-length-what = چه مقدار از جواب در صفحه‌ی اول بیاید؛ باقی پشت دکمه‌هاست.
settings-adding-editors = فقط ویراستاران
settings-adding-admins = مدیران گروه
settings-adding-everybody = همه‌ی افراد این گروه
settings-quiet-off = هیچ
settings-length-short = کوتاه
settings-length-normal = معمولی
settings-back = ‹ برگشت
settings-set = انجام شد.
settings-not-yours = تنظیمات این گروه را فقط مدیران آن تغییر می‌دهند.
settings-collection-not-yours = این مجموعه را فقط مالکان آن به یک گروه می‌دهند.
settings-adding-not-yours = فقط ویراستاران این مجموعه تعیین می‌کنند که دیگر چه کسی به آن اضافه کند.
settings-written-how = بنویسید { "/settings quiet 22:30 06:15" } یا { "/settings quiet off" } یا { "/settings zone Asia/Kabul" }؛ خود { "/settings" } همه را نشان می‌دهد.
settings-unknown = تنظیمی به نام «{ $name }» نیست.
settings-time-how = وقت را این‌طور بنویسید: { "07:00" }، از { "00:00" } تا { "23:59" }.
settings-zone-how = این منطقه‌ی زمانی را نمی‌شناسم. این‌طور بنویسید: { "Asia/Kabul" }، { "Europe/Berlin" }، { "America/New_York" } یا { "UTC" }.
settings-zone-unreadable = این منطقه‌ی زمانی در این ماشین خوانده نمی‌شود.
settings-language-how = به این زبان حرف نمی‌زنم: { "/settings" } زبان‌هایی را که می‌دانم نشان می‌دهد.
settings-one-of = یکی از این‌ها است: { $values }.
