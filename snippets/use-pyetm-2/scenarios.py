import pyetm

session = pyetm.Session.new("nl", 2050, private=True)
print("new:", session.id, "private:", session.private)

for each in pyetm.Sessions.load_all():
    print(each.id, each.area_code, each.end_year)
